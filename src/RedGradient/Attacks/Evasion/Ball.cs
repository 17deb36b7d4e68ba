using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>The points an attack may reach from an image: a ball in a norm, cut by the range of the values.</summary>
internal sealed class Ball(PerturbationNorm norm, float epsilon, ValueRange? range)
{
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

    /// <summary>The nearest point of the ball, then of the range. The images lie in the range, so cutting by it shortens each change and never leaves the ball.</summary>
    public void Project(ReadOnlySpan<float> original, Span<float> point)
    {
        if (norm == PerturbationNorm.LInfinity)
        {
            Pixels.HoldWithin(point, original, epsilon);
        }
        else
        {
            Pixels.ShortenTo(point, original, epsilon);
        }

        Pixels.Clip(point, range);
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
}
