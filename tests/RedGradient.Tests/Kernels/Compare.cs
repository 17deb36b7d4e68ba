using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

/// <summary>Float results against double-precision references, with bounds that follow from the number of roundings.</summary>
internal static class Compare
{
    // Half a unit in the last place, relative.
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>A sum of float products in any order differs from the exact one by at most (terms + 1) roundings of the sum of sizes.</summary>
    public static void Sum(double expected, double magnitude, int terms, float actual, string what, int index = 0)
    {
        var bound = ((terms + 3) * Rounding * magnitude) + 1e-42;
        if (!(Math.Abs(actual - expected) <= bound))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}, element {index}: expected {expected:R}, got {actual:R}; the difference {actual - expected:E2} is above {bound:E2}."));
        }
    }

    public static void Sums(double[] expected, double[] magnitudes, int terms, Tensor actual, string what)
    {
        Assert.Equal(expected.Length, actual.Size);
        var values = actual.AsSpan();
        for (var i = 0; i < expected.Length; i++)
        {
            Sum(expected[i], magnitudes[i], terms, values[i], what, i);
        }
    }

    public static void Near(double[] expected, Tensor actual, double relative, double absolute, string what)
    {
        Assert.Equal(expected.Length, actual.Size);
        var values = actual.AsSpan();
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(values[i] - expected[i]) <= absolute + (relative * Math.Abs(expected[i]))))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what} [{i}] of {actual.Shape}: expected {expected[i]:R}, got {values[i]:R}."));
            }
        }
    }

    /// <summary>How many float spacings lie between a result and the exact value; 0 where both overflow.</summary>
    public static double Ulps(float actual, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
        {
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0.0 : double.PositiveInfinity;
        }

        if (float.IsInfinity(actual) || double.IsInfinity(exact))
        {
            // The largest number is accepted for anything beyond it, and the other way round near it.
            return Math.Sign((double)actual) == Math.Sign(exact) && Math.Abs(exact) >= 3.4028234e38 ? 0.0 : double.PositiveInfinity;
        }

        var size = Math.Max(Math.Abs(exact), 1.1754943508222875e-38);
        var spacing = Math.ScaleB(1.0, Math.ILogB(size) - 23);
        return Math.Abs(actual - exact) / spacing;
    }

    /// <summary>The same 32 bits, but that every value that is not a number equals every other.</summary>
    public static void SameBits(float expected, float actual, string what)
    {
        if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual) && !(float.IsNaN(expected) && float.IsNaN(actual)))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, got {actual:R}."));
        }
    }
}
