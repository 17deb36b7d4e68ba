using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>x·yᵀ: added to a matrix, or written past the caches where the results are much larger than they are and not read again soon.</summary>
internal static unsafe class OuterProduct
{
    private const int Lanes = 8;

    // A row shorter than this is not worth the search for its aligned part.
    private const int ShortRow = 32;

    /// <summary>result[i, j] = x[i]·y[j], row-major.</summary>
    public static void Write(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
    {
        fixed (float* factors = x, row = y, start = result)
        {
            var target = start;
            for (var i = 0; i < x.Length; i++)
            {
                WriteRow(factors[i], row, y.Length, target);
                target += y.Length;
            }
        }
    }

    /// <summary>result[i, j] becomes result[i, j] + x[i]·y[j], fused; x has <paramref name="rows"/> elements <paramref name="xStep"/> floats apart, y lies without gaps.</summary>
    public static void Add(float* x, int rows, nint xStep, float* y, int columns, float* result)
    {
        for (var i = 0; i < rows; i++)
        {
            var factor = x[i * xStep];
            var factors = Vector256.Create(factor);
            var j = 0;
            for (; j + Lanes <= columns; j += Lanes)
            {
                Vector256.FusedMultiplyAdd(factors, Vector256.Load(y + j), Vector256.Load(result + j)).Store(result + j);
            }

            for (; j < columns; j++)
            {
                result[j] = MathF.FusedMultiplyAdd(factor, y[j], result[j]);
            }

            result += columns;
        }
    }

    private static void WriteRow(float factor, float* row, int length, float* target)
    {
        var j = 0;
        if (length >= ShortRow)
        {
            // Up to the first address that a store past the caches may go to: whole vectors.
            var head = (int)(((32 - ((nuint)target & 31)) & 31) / sizeof(float));
            for (; j < head; j++)
            {
                target[j] = row[j] * factor;
            }

            var factors = Vector256.Create(factor);
            for (; j + Lanes <= length; j += Lanes)
            {
                (Vector256.Load(row + j) * factors).StoreAlignedNonTemporal(target + j);
            }
        }

        for (; j < length; j++)
        {
            target[j] = row[j] * factor;
        }
    }
}
