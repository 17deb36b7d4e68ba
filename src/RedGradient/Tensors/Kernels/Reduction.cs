using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Sums in an order that depends on the length alone: eight interleaved partial sums over blocks of 1024, the blocks one after the other in double precision.</summary>
internal static class Reduction
{
    private const int Block = 1024;

    public static double Sum(ReadOnlySpan<float> values)
    {
        var total = 0.0;
        for (var start = 0; start < values.Length; start += Block)
        {
            total += SumBlock(values[start..Math.Min(start + Block, values.Length)]);
        }

        return total;
    }

    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var total = 0.0;
        for (var start = 0; start < x.Length; start += Block)
        {
            var end = Math.Min(start + Block, x.Length);
            total += DotBlock(x[start..end], y[start..end]);
        }

        return total;
    }

    /// <summary>Over the middle of [outer, length, inner]: each result element is summed along the middle from the first to the last.</summary>
    public static void SumMiddle(ReadOnlySpan<float> values, int outer, int length, int inner, Span<float> result)
    {
        if (inner == 1)
        {
            for (var o = 0; o < outer; o++)
            {
                result[o] = (float)Sum(values.Slice(o * length, length));
            }

            return;
        }

        result.Clear();
        for (var o = 0; o < outer; o++)
        {
            var target = result.Slice(o * inner, inner);
            for (var k = 0; k < length; k++)
            {
                Elementwise.Zip(default(AddFunction), target, values.Slice(((o * length) + k) * inner, inner), target);
            }
        }
    }

    private static double SumBlock(ReadOnlySpan<float> values)
    {
        var sums = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            sums += Vector256.Create(values[i..]);
        }

        if (i < values.Length)
        {
            sums += Elementwise.LoadPart(values[i..]);
        }

        return Fold(sums);
    }

    private static double DotBlock(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sums = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= x.Length; i += 8)
        {
            sums = Vector256.FusedMultiplyAdd(Vector256.Create(x[i..]), Vector256.Create(y[i..]), sums);
        }

        if (i < x.Length)
        {
            sums = Vector256.FusedMultiplyAdd(Elementwise.LoadPart(x[i..]), Elementwise.LoadPart(y[i..]), sums);
        }

        return Fold(sums);
    }

    // The eight partial sums, in pairs at distance 4, 2, 1.
    private static double Fold(Vector256<float> sums)
    {
        var four = sums.GetLower() + sums.GetUpper();
        return ((double)four.GetElement(0) + four.GetElement(2)) + ((double)four.GetElement(1) + four.GetElement(3));
    }
}
