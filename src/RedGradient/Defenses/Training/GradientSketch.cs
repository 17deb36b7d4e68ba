using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>A long vector folded into a short one so that angles stay: each coordinate is added, with a sign of ±1, to one of a few hundred places, both drawn from a seed.</summary>
/// <remarks>
/// The scalar product of two sketches is that of the vectors with an error of about ‖x‖‖y‖/√dimensions, so a cosine is right to about 1/16 with 256. Vectors of one length alone compare:
/// the sketch refuses another. The count sketch of Charikar, Chen and Farach-Colton 2002.
/// </remarks>
public sealed class GradientSketch
{
    private readonly int seed;
    private int[] places = [];

    /// <summary>Makes a sketch.</summary>
    /// <param name="dimensions">Its length, at least 1; 256 by default.</param>
    /// <param name="seed">Decides places and signs; 1 by default. An attacker who knows it can hide from the sketch.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public GradientSketch(int dimensions = 256, int seed = 1)
    {
        Dimensions = Require.AtLeast(1, dimensions, "The number of dimensions of a sketch");
        this.seed = seed;
    }

    /// <summary>The length of a sketch.</summary>
    public int Dimensions { get; }

    /// <summary>The sketch of several tensors taken as one vector.</summary>
    /// <param name="gradients">As many numbers in all as at the first call.</param>
    /// <exception cref="ArgumentException">Another number.</exception>
    public double[] Of(IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        var length = gradients.Sum(gradient => gradient.Size);
        if (places.Length == 0) places = Draw(length);
        if (places.Length != length) throw new ArgumentException($"A sketch compares vectors of one length; it began with {places.Length} numbers, and {length} were given.", nameof(gradients));
        var result = new double[Dimensions];
        var at = 0;
        foreach (var gradient in gradients)
        {
            foreach (var value in gradient.AsSpan())
            {
                // A place below 0 is ~place with the sign −1.
                var place = places[at++];
                if (place >= 0) result[place] += value;
                else result[~place] -= value;
            }
        }

        return result;
    }

    /// <summary>The cosine of two sketches; 0 where one of them is 0.</summary>
    /// <param name="x">A sketch.</param>
    /// <param name="y">Another one of the same length.</param>
    public static double Cosine(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            product += x[i] * y[i];
            first += x[i] * x[i];
            second += y[i] * y[i];
        }

        return first > 0.0 && second > 0.0 ? Math.Clamp(product / Math.Sqrt(first * second), -1.0, 1.0) : 0.0;
    }

    private int[] Draw(int length)
    {
        var random = new SeededRandom(seed);
        var drawn = new int[length];
        for (var i = 0; i < length; i++)
        {
            var number = random.NextInt32(2 * Dimensions);
            drawn[i] = number < Dimensions ? number : ~(number - Dimensions);
        }

        return drawn;
    }
}
