namespace RedGradient.Tensors;

/// <summary>
/// Elementary functions in double precision made of + − × ÷, square root and fused multiply-add alone, so that every machine gives the same bits.
/// </summary>
/// <remarks>
/// The functions of <see cref="Math"/> follow the platform's C library and differ in the last bits between systems. These are within about
/// 2 units in the last place for ordinary arguments. Thread-safe.
/// </remarks>
public static class DeterministicMath
{
    private const double Log2E = 1.4426950408889634074;

    // ln 2 in two parts: the first has its low 32 bits zero, so that multiples by a small whole number are exact.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    // π/2 in three parts of 33 bits (Cody and Waite), exact for quotients below 2^20.
    private const double HalfPi1 = 1.57079632673412561417e+00;
    private const double HalfPi2 = 6.07710050630396597660e-11;
    private const double HalfPi3 = 2.02226624879595063154e-21;

    /// <summary>The exponential e^x; 0 below about −745, +∞ above about 709.</summary>
    /// <param name="x">Any value; NaN gives NaN.</param>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > 709.782712893384)
        {
            return double.PositiveInfinity;
        }

        if (x < -745.2)
        {
            return 0.0;
        }

        var k = Math.Floor(Math.FusedMultiplyAdd(x, Log2E, 0.5));
        var r = Math.FusedMultiplyAdd(-k, Ln2High, x);
        r = Math.FusedMultiplyAdd(-k, Ln2Low, r);

        // Taylor's polynomial to degree 13 on |r| ≤ ln2/2: the remainder is below 2^-58.
        var p = 1.0 / 6227020800.0;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6.0);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        p = Math.FusedMultiplyAdd(p, r, 1.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0);

        // Two factors, so that results near the largest and below the smallest normal number come out right.
        var exponent = (int)k;
        var half = exponent / 2;
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>The natural logarithm; −∞ at 0, NaN below 0.</summary>
    /// <param name="x">Any value; NaN gives NaN.</param>
    public static double Log(double x)
    {
        if (!(x > 0.0))
        {
            return x == 0.0 ? double.NegativeInfinity : double.NaN;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        var shift = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            shift = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023 + shift;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh(s), s = (m − 1)/(m + 1), |s| ≤ 0.1716; the series to s^23 leaves less than 2^-57.
        var f = mantissa - 1.0;
        var s = f / (2.0 + f);
        var z = s * s;
        var p = 2.0 / 23.0;
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 21.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 19.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 17.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 15.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 13.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 11.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 9.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 7.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 5.0);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 3.0);

        // 2s = f − s·f keeps the leading term exact.
        var halfSquare = 0.5 * f * f;
        var tail = s * (halfSquare + (z * p));
        return Math.FusedMultiplyAdd(exponent, Ln2High, f - (halfSquare - Math.FusedMultiplyAdd(exponent, Ln2Low, tail)));
    }

    /// <summary>The base-2 logarithm, as <see cref="Log"/> divided by ln 2.</summary>
    /// <param name="x">Any value.</param>
    public static double Log2(double x) => Log(x) * Log2E;

    /// <summary>The sine of an angle in radians.</summary>
    /// <param name="x">Up to about a million in size; beyond that the reduction loses digits.</param>
    public static double Sin(double x)
    {
        var (r, quadrant) = Reduce(x);
        return (quadrant & 3) switch
        {
            0 => SinPolynomial(r),
            1 => CosPolynomial(r),
            2 => -SinPolynomial(r),
            _ => -CosPolynomial(r),
        };
    }

    /// <summary>The cosine of an angle in radians.</summary>
    /// <param name="x">Up to about a million in size; beyond that the reduction loses digits.</param>
    public static double Cos(double x)
    {
        var (r, quadrant) = Reduce(x);
        return (quadrant & 3) switch
        {
            0 => CosPolynomial(r),
            1 => -SinPolynomial(r),
            2 => -CosPolynomial(r),
            _ => SinPolynomial(r),
        };
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any value; NaN gives NaN.</param>
    public static double Tanh(double x)
    {
        var size = Math.Abs(x);
        if (size > 20.0)
        {
            return x > 0.0 ? 1.0 : -1.0;
        }

        if (size < 0.625)
        {
            // Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))), which keeps its digits near 0; what follows the 17 is below 1e-18.
            var z = x * x;
            var denominator = 17.0;
            for (var odd = 15.0; odd >= 1.0; odd -= 2.0)
            {
                denominator = odd + (z / denominator);
            }

            return x / denominator;
        }

        var e = Exp(2.0 * size);
        var t = 1.0 - (2.0 / (e + 1.0));
        return x > 0.0 ? t : -t;
    }

    /// <summary>The power x^y for a base that is not negative, as e^(y ln x).</summary>
    /// <param name="x">The base, at least 0.</param>
    /// <param name="y">The exponent.</param>
    /// <remarks>The relative error grows with |y ln x|: about 1e-13 at results near 1e±300.</remarks>
    public static double Pow(double x, double y) => y == 0.0 ? 1.0 : x == 0.0 ? (y > 0.0 ? 0.0 : double.PositiveInfinity) : Exp(y * Log(x));

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static (double Remainder, int Quadrant) Reduce(double x)
    {
        if (!double.IsFinite(x))
        {
            return (double.NaN, 0);
        }

        var k = Math.Floor(Math.FusedMultiplyAdd(x, 0.63661977236758134308, 0.5));
        var r = Math.FusedMultiplyAdd(-k, HalfPi1, x);
        r = Math.FusedMultiplyAdd(-k, HalfPi2, r);
        r = Math.FusedMultiplyAdd(-k, HalfPi3, r);
        return (r, (int)((long)k & 3));
    }

    private static double SinPolynomial(double r)
    {
        var z = r * r;
        var p = -1.0 / 1307674368000.0;
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 6227020800.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 5040.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 6.0);
        return Math.FusedMultiplyAdd(r * z, p, r);
    }

    private static double CosPolynomial(double r)
    {
        var z = r * r;
        var p = 1.0 / 20922789888000.0;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 87178291200.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 720.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 24.0);
        p = Math.FusedMultiplyAdd(p, z, -0.5);
        return Math.FusedMultiplyAdd(z, p, 1.0);
    }
}
