namespace RedGradient.Tensors;

/// <summary>The normal distribution with mean 0 and standard deviation 1: the share below a value, and the value below which a share lies.</summary>
/// <remarks>Made of <see cref="DeterministicMath"/> alone, so every machine gives the same bits. Thread-safe.</remarks>
public static class NormalDistribution
{
    // 1/√(2π).
    private const double Peak = 0.39894228040143267794;

    /// <summary>The distribution function Φ(z): the share of values below z.</summary>
    /// <param name="z">Any value; NaN gives NaN.</param>
    /// <returns>From 0 to 1, with an absolute error below 1e-14; the lower tail keeps its relative precision.</returns>
    public static double Cumulative(double z)
    {
        if (double.IsNaN(z))
        {
            return z;
        }

        var size = Math.Abs(z);
        var tail = size < 3.0 ? 0.5 - NearMiddle(size) : InTail(size);
        return z < 0.0 ? tail : 1.0 - tail;
    }

    /// <summary>The quantile Φ⁻¹(p): the value below which a share p lies. The inverse of <see cref="Cumulative"/>, found by bisection.</summary>
    /// <param name="share">p, above 0 and below 1.</param>
    /// <returns>For 0.01 about −2.326.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is 0 or 1, whose quantiles are infinite, or lies outside.</exception>
    public static double Quantile(double share)
    {
        if (!(share > 0.0 && share < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, FormattableString.Invariant($"A normal quantile exists for shares above 0 and below 1; {share} was given, and at 0 and 1 the quantile is infinite."));
        }

        if (share > 0.5)
        {
            return -Quantile(1.0 - share);
        }

        // Below −40 the share is less than the smallest number above 0.
        var (low, high) = (-40.0, 0.0);
        while (true)
        {
            var middle = low + ((high - low) / 2.0);
            if (middle == low || middle == high)
            {
                return high;
            }

            (low, high) = Cumulative(middle) < share ? (middle, high) : (low, middle);
        }
    }

    // Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/(3·5) + …), whose terms are all positive.
    private static double NearMiddle(double z)
    {
        var (term, sum) = (z, z);
        for (var odd = 3.0; term > sum * 1e-17; odd += 2.0)
        {
            term *= z * z / odd;
            sum += term;
        }

        return sum * Density(z);
    }

    // 1 − Φ(z) = φ(z)/(z + 1/(z + 2/(z + 3/…))), which from 3 upwards needs fewer than 100 levels.
    private static double InTail(double z)
    {
        var fraction = z;
        for (var level = 100.0; level >= 1.0; level--)
        {
            fraction = z + (level / fraction);
        }

        return Density(z) / fraction;
    }

    private static double Density(double z) => Peak * DeterministicMath.Exp(-0.5 * z * z);
}
