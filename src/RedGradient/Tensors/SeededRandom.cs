using System.Runtime.CompilerServices;
using MathNet.Numerics.Random;

namespace RedGradient.Tensors;

/// <summary>Random numbers that depend on a seed alone: the same seed gives the same bits on every machine.</summary>
/// <remarks>
/// The generator is xoshiro256** from MathNet.Numerics. Normal numbers come from Marsaglia's polar method with this project's own logarithm,
/// because the platform's differs between machines. Not safe for use by several threads at once: give each task its own, by <see cref="Split"/>.
/// </remarks>
public sealed class SeededRandom
{
    private readonly int seed;
    private readonly Xoshiro256StarStar generator;
    private double spareNormal = double.NaN;

    /// <summary>Starts a generator.</summary>
    /// <param name="seed">Any value.</param>
    public SeededRandom(int seed)
    {
        this.seed = seed;
        generator = new Xoshiro256StarStar(seed, threadSafe: false);
    }

    /// <summary>Where the generator stands; set to go on from there. The seed, and with it <see cref="Split"/>, stays.</summary>
    internal RandomState State
    {
        get => new(First(generator), Second(generator), Third(generator), Fourth(generator), spareNormal);
        set
        {
            (First(generator), Second(generator), Third(generator), Fourth(generator)) = (value.First, value.Second, value.Third, value.Fourth);
            spareNormal = value.SpareNormal;
        }
    }

    /// <summary>A uniform number in [0, 1).</summary>
    public double NextDouble() => generator.NextDouble();

    /// <summary>A uniform number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (int)(generator.NextDouble() * 16777216.0) * (1f / 16777216f);

    /// <summary>A uniform number in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">Above every value returned.</param>
    public double NextUniform(double minimum, double maximum) => minimum + ((maximum - minimum) * generator.NextDouble());

    /// <summary>A uniform whole number from 0 to <paramref name="exclusiveMaximum"/> − 1.</summary>
    /// <param name="exclusiveMaximum">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than 1.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        if (exclusiveMaximum < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(exclusiveMaximum), exclusiveMaximum, $"There is no whole number from 0 to below {exclusiveMaximum}; the maximum must be at least 1.");
        }

        return (int)(generator.NextDouble() * exclusiveMaximum);
    }

    /// <summary>A normal number with mean 0 and standard deviation 1.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            var spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }

        double x, y, squaredRadius;
        do
        {
            x = (2.0 * generator.NextDouble()) - 1.0;
            y = (2.0 * generator.NextDouble()) - 1.0;
            squaredRadius = (x * x) + (y * y);
        }
        while (squaredRadius >= 1.0 || squaredRadius == 0.0);

        var scale = Math.Sqrt(-2.0 * DeterministicMath.Log(squaredRadius) / squaredRadius);
        spareNormal = y * scale;
        return x * scale;
    }

    /// <summary>The whole numbers from 0 to <paramref name="count"/> − 1 in random order (Fisher–Yates).</summary>
    /// <param name="count">At least 0.</param>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>An independent generator for the task of a number: it depends on this one's seed and the number, not on what was drawn before.</summary>
    /// <param name="task">The task's number, for example the index of a sample.</param>
    public SeededRandom Split(int task) => new(Mix(seed, task));

    // The generator keeps its state to itself, and a checkpoint needs it.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_s0")]
    private static extern ref ulong First(Xoshiro256StarStar generator);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_s1")]
    private static extern ref ulong Second(Xoshiro256StarStar generator);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_s2")]
    private static extern ref ulong Third(Xoshiro256StarStar generator);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_s3")]
    private static extern ref ulong Fourth(Xoshiro256StarStar generator);

    private static int Mix(int seed, int task)
    {
        // The finaliser of splitmix64 over both numbers.
        var bits = unchecked((((ulong)(uint)seed << 32) | (uint)task) + 0x9E3779B97F4A7C15UL);
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EBUL);
        return unchecked((int)(bits ^ (bits >> 31)));
    }
}
