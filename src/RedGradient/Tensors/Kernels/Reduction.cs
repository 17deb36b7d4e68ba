using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Sums in an order that depends on the length alone: 32 interleaved partial sums over blocks of 1024, the blocks one after the other in double precision.</summary>
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

        for (var o = 0; o < outer; o++)
        {
            SumRows(values.Slice(o * length * inner, length * inner), length, result.Slice(o * inner, inner));
        }
    }

    // Each column from the first row to the last, starting from 0; eight or 32 columns at a time in registers.
    private static void SumRows(ReadOnlySpan<float> values, int rows, Span<float> result)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(result);
        nuint step = (nuint)result.Length, end = (nuint)rows * step, column = 0;
        for (; column + 32 <= step; column += 32)
        {
            Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var i = column; i < end; i += step)
            {
                sum0 += Vector256.LoadUnsafe(ref start, i);
                sum1 += Vector256.LoadUnsafe(ref start, i + 8);
                sum2 += Vector256.LoadUnsafe(ref start, i + 16);
                sum3 += Vector256.LoadUnsafe(ref start, i + 24);
            }

            sum0.StoreUnsafe(ref to, column);
            sum1.StoreUnsafe(ref to, column + 8);
            sum2.StoreUnsafe(ref to, column + 16);
            sum3.StoreUnsafe(ref to, column + 24);
        }

        for (; column + 8 <= step; column += 8)
        {
            Vector256<float> sum = default;
            for (var i = column; i < end; i += step)
            {
                sum += Vector256.LoadUnsafe(ref start, i);
            }

            sum.StoreUnsafe(ref to, column);
        }

        for (; column < step; column++)
        {
            var sum = 0f;
            for (var i = column; i < end; i += step)
            {
                sum += values[(int)i];
            }

            result[(int)column] = sum;
        }
    }

    private static double SumBlock(ReadOnlySpan<float> values)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        ref var start = ref MemoryMarshal.GetReference(values);
        nuint i = 0;
        var length = (nuint)values.Length;
        for (; i + 32 <= length; i += 32)
        {
            sum0 += Vector256.LoadUnsafe(ref start, i);
            sum1 += Vector256.LoadUnsafe(ref start, i + 8);
            sum2 += Vector256.LoadUnsafe(ref start, i + 16);
            sum3 += Vector256.LoadUnsafe(ref start, i + 24);
        }

        for (; i + 8 <= length; i += 8)
        {
            sum0 += Vector256.LoadUnsafe(ref start, i);
        }

        if (i < length)
        {
            sum1 += Elementwise.LoadPart(values[(int)i..]);
        }

        return Fold(sum0 + sum1 + (sum2 + sum3));
    }

    private static double DotBlock(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        var length = (nuint)x.Length;
        for (; i + 32 <= length; i += 32)
        {
            sum0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i), sum0);
            sum1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, i + 8), Vector256.LoadUnsafe(ref right, i + 8), sum1);
            sum2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, i + 16), Vector256.LoadUnsafe(ref right, i + 16), sum2);
            sum3 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, i + 24), Vector256.LoadUnsafe(ref right, i + 24), sum3);
        }

        for (; i + 8 <= length; i += 8)
        {
            sum0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i), sum0);
        }

        if (i < length)
        {
            sum1 = Vector256.FusedMultiplyAdd(Elementwise.LoadPart(x[(int)i..]), Elementwise.LoadPart(y[(int)i..]), sum1);
        }

        return Fold(sum0 + sum1 + (sum2 + sum3));
    }

    // The last eight partial sums, in pairs at distance 4, then 2 and 1 in double precision.
    private static double Fold(Vector256<float> sums)
    {
        var four = sums.GetLower() + sums.GetUpper();
        return ((double)four.GetElement(0) + four.GetElement(2)) + ((double)four.GetElement(1) + four.GetElement(3));
    }
}
