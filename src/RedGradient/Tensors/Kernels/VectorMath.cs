using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Elementary functions on eight numbers at once, each lane on its own, made of operations that are exact to the last bit everywhere.</summary>
internal static class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts; the first has 9 low bits zero, so that its multiples by whole numbers up to 511 are exact.
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;

    /// <summary>e^x within 2 units in the last place; 0 below −104, +∞ above 88.73; NaN stays NaN.</summary>
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var clamped = Clamp(x, -104f, 89f);
        var k = Vector256.Floor(Vector256.FusedMultiplyAdd(clamped, Vector256.Create(Log2E), Vector256.Create(0.5f)));
        var r = Reduce(clamped, k);
        var p = Vector256.FusedMultiplyAdd(ExpMinusOneOverX(r), r, Vector256.Create(1f));
        return KeepNaN(x, Scale(p, k));
    }

    /// <summary>The natural logarithm within 2 units in the last place; −∞ at 0, NaN below.</summary>
    public static Vector256<float> Log(Vector256<float> x)
    {
        // Subnormal numbers are lifted by 2^23 first.
        var small = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        var lifted = Vector256.ConditionalSelect(small, x * Vector256.Create(8388608f), x);
        var bits = lifted.AsInt32();
        var exponent = Vector256.ShiftRightArithmetic(bits, 23) - Vector256.Create(127);
        var mantissa = ((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).AsSingle();
        var high = Vector256.GreaterThan(mantissa, Vector256.Create(1.41421354f));
        mantissa = Vector256.ConditionalSelect(high, mantissa * Vector256.Create(0.5f), mantissa);
        var e = Vector256.ConvertToSingle(exponent) + Vector256.ConditionalSelect(high, Vector256.Create(1f), Vector256<float>.Zero);
        e -= Vector256.ConditionalSelect(small, Vector256.Create(23f), Vector256<float>.Zero);

        // ln m = 2 artanh(f/(2 + f)) with |f/(2 + f)| ≤ 0.1716.
        var f = mantissa - Vector256.Create(1f);
        var s = f / (Vector256.Create(2f) + f);
        var z = s * s;
        var p = Vector256.Create(2f / 9f);
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2f / 7f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2f / 5f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(2f / 3f));
        var halfSquare = Vector256.Create(0.5f) * f * f;
        var tail = s * Vector256.FusedMultiplyAdd(p, z, halfSquare);
        var low = Vector256.FusedMultiplyAdd(e, Vector256.Create(Ln2Low), tail);
        var result = Vector256.FusedMultiplyAdd(e, Vector256.Create(Ln2High), f - (halfSquare - low));

        var infinity = Vector256.Create(float.PositiveInfinity);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, infinity), infinity, result);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), result);
        result = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(float.NaN), result);
        return KeepNaN(x, result);
    }

    /// <summary>The hyperbolic tangent within 3 units in the last place, small arguments included.</summary>
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // tanh|x| = m/(m + 2) with m = e^{2|x|} − 1, which keeps its digits near 0.
        var size = Vector256.Abs(x);
        var doubled = Clamp(size + size, 0f, 18.5f);
        var k = Vector256.Floor(Vector256.FusedMultiplyAdd(doubled, Vector256.Create(Log2E), Vector256.Create(0.5f)));
        var r = Reduce(doubled, k);
        var power = ((Vector256.ConvertToInt32Native(k) + Vector256.Create(127)) << 23).AsSingle();
        var m = Vector256.FusedMultiplyAdd(ExpMinusOneOverX(r) * r, power, power - Vector256.Create(1f));
        var t = m / (m + Vector256.Create(2f));
        var sign = x.AsInt32() & Vector256.Create(int.MinValue);
        return KeepNaN(x, (t.AsInt32() | sign).AsSingle());
    }

    /// <summary>The logistic function 1/(1 + e^{−x}).</summary>
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256.Create(1f) / (Vector256.Create(1f) + Exp(-x));

    /// <summary>The normal distribution function Φ, absolute error below 2e-7.</summary>
    public static Vector256<float> NormalCumulative(Vector256<float> x)
    {
        // Abramowitz and Stegun 7.1.26 for erfc of |x|/√2.
        var z = Vector256.Abs(x) * Vector256.Create(0.70710678f);
        var t = Vector256.Create(1f) / Vector256.FusedMultiplyAdd(z, Vector256.Create(0.3275911f), Vector256.Create(1f));
        var p = Vector256.Create(1.061405429f);
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(-1.453152027f));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(1.421413741f));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(-0.284496736f));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.254829592f));
        var half = Vector256.Create(0.5f) * p * t * Exp(-(z * z));
        var result = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), half, Vector256.Create(1f) - half);
        return KeepNaN(x, result);
    }

    /// <summary>The larger of two numbers; NaN in x stays.</summary>
    public static Vector256<float> AtLeast(Vector256<float> x, Vector256<float> minimum) =>
        Vector256.ConditionalSelect(Vector256.LessThan(x, minimum), minimum, x);

    /// <summary>The smaller of two numbers; NaN in x stays.</summary>
    public static Vector256<float> AtMost(Vector256<float> x, Vector256<float> maximum) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, maximum), maximum, x);

    private static Vector256<float> Clamp(Vector256<float> x, float minimum, float maximum)
    {
        // A NaN becomes the minimum here, so that the conversion to a whole number is defined; KeepNaN brings it back.
        var low = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(minimum)), x, Vector256.Create(minimum));
        return AtMost(low, Vector256.Create(maximum));
    }

    private static Vector256<float> Reduce(Vector256<float> x, Vector256<float> k)
    {
        var r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2High), x);
        return Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2Low), r);
    }

    // (e^r − 1)/r on |r| ≤ ln2/2 by Taylor's polynomial: the next term is below 2^-27.
    private static Vector256<float> ExpMinusOneOverX(Vector256<float> r)
    {
        var p = Vector256.Create(1f / 5040f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 720f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 120f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 24f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 6f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5f));
        return Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f));
    }

    // p·2^k in two steps, so that results below the smallest normal number and near the largest come out right.
    private static Vector256<float> Scale(Vector256<float> p, Vector256<float> k)
    {
        var whole = Vector256.ConvertToInt32Native(k);
        var half = Vector256.ShiftRightArithmetic(whole, 1);
        var first = ((half + Vector256.Create(127)) << 23).AsSingle();
        var second = ((whole - half + Vector256.Create(127)) << 23).AsSingle();
        return p * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> KeepNaN(Vector256<float> x, Vector256<float> result) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), result, x);
}
