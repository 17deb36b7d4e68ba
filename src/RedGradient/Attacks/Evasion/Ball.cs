using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>The points an attack may reach from an image: a ball in a norm, cut by the range of the values.</summary>
internal sealed class Ball(PerturbationNorm norm, float epsilon, ValueRange? range)
{
    private readonly float minimum = range?.Minimum ?? float.NegativeInfinity;
    private readonly float maximum = range?.Maximum ?? float.PositiveInfinity;

    public float Epsilon => epsilon;

    /// <summary>Euclidean length, summed in double precision so that no tiny gradient is lost.</summary>
    public static double Length(ReadOnlySpan<float> values)
    {
        var square = 0.0;
        foreach (var value in values)
        {
            square += (double)value * value;
        }

        return Math.Sqrt(square);
    }

    /// <summary>Moves a point along a direction by a step of a length in the ball's norm, and back into the ball.</summary>
    public void Step(ReadOnlySpan<float> original, Span<float> point, ReadOnlySpan<float> direction, float length)
    {
        if (norm == PerturbationNorm.LInfinity)
        {
            SignStep(original, point, direction, length);
            return;
        }

        var size = Length(direction);
        if (size > 0.0 && double.IsFinite(size))
        {
            var factor = length / size;
            for (var k = 0; k < point.Length; k++)
            {
                point[k] = (float)(point[k] + (factor * direction[k]));
            }
        }

        Project(original, point);
    }

    /// <summary>The nearest point of the ball, then of the range. The images lie in the range, so cutting by it shortens each change and never leaves the ball.</summary>
    public void Project(ReadOnlySpan<float> original, Span<float> point)
    {
        if (norm == PerturbationNorm.LInfinity)
        {
            SignStep(original, point, point, 0f);
            return;
        }

        var square = 0.0;
        for (var k = 0; k < point.Length; k++)
        {
            var difference = (double)point[k] - original[k];
            square += difference * difference;
        }

        var size = Math.Sqrt(square);
        var factor = size > epsilon ? epsilon / size : 1.0;
        for (var k = 0; k < point.Length; k++)
        {
            var value = factor < 1.0 ? (float)(original[k] + (factor * ((double)point[k] - original[k]))) : point[k];
            point[k] = Math.Min(Math.Max(value, minimum), maximum);
        }
    }

    /// <summary>A random point of the ball, evenly distributed before the range cuts it.</summary>
    public void RandomPoint(ReadOnlySpan<float> original, Span<float> point, SeededRandom random)
    {
        if (norm == PerturbationNorm.LInfinity)
        {
            for (var k = 0; k < point.Length; k++)
            {
                point[k] = (float)(original[k] + random.NextUniform(-epsilon, epsilon));
            }
        }
        else
        {
            // A normal direction, and a radius whose power of the dimension is uniform.
            var direction = new float[point.Length];
            foreach (ref var value in direction.AsSpan())
            {
                value = (float)random.NextNormal();
            }

            var radius = epsilon * DeterministicMath.Pow(random.NextDouble(), 1.0 / point.Length);
            var factor = radius / Length(direction);
            for (var k = 0; k < point.Length; k++)
            {
                point[k] = (float)(original[k] + (factor * direction[k]));
            }
        }

        Project(original, point);
    }

    // point + length·sign(direction), held between original ± ε and in the range.
    private void SignStep(ReadOnlySpan<float> original, Span<float> point, ReadOnlySpan<float> direction, float length)
    {
        ref var x = ref MemoryMarshal.GetReference(original);
        ref var p = ref MemoryMarshal.GetReference(point);
        ref var d = ref MemoryMarshal.GetReference(direction);
        nuint k = 0;
        for (; k + 8 <= (nuint)point.Length; k += 8)
        {
            var slope = Vector256.LoadUnsafe(ref d, k);
            var up = Vector256.GreaterThan(slope, Vector256<float>.Zero);
            var down = Vector256.LessThan(slope, Vector256<float>.Zero);
            var step = (Vector256.Create(length) & up) - (Vector256.Create(length) & down);
            var center = Vector256.LoadUnsafe(ref x, k);
            var value = Vector256.LoadUnsafe(ref p, k) + step;
            value = Vector256.Min(Vector256.Max(value, center - Vector256.Create(epsilon)), center + Vector256.Create(epsilon));
            Vector256.Min(Vector256.Max(value, Vector256.Create(minimum)), Vector256.Create(maximum)).StoreUnsafe(ref p, k);
        }

        for (var i = (int)k; i < point.Length; i++)
        {
            var step = direction[i] > 0f ? length : direction[i] < 0f ? -length : 0f;
            var value = Math.Min(Math.Max(point[i] + step, original[i] - epsilon), original[i] + epsilon);
            point[i] = Math.Min(Math.Max(value, minimum), maximum);
        }
    }
}
