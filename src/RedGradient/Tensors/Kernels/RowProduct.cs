using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>One row times a matrix, read where it lies: for a single example the packing for large products would cost more than the arithmetic.</summary>
/// <remarks>The same order of summation as the other products. A matrix times one column is the same product of the transposes.</remarks>
internal static unsafe class RowProduct
{
    private const int Lanes = 8;
    private const int Wide = 8 * Lanes;

    // Columns that are turned at once where the matrix lies column by column, and inner steps.
    private const int Turned = 4 * Lanes;
    private const int Depth = 8;

    /// <summary>Whether a matrix lies so that this product can read it: by rows or by columns.</summary>
    public static bool Takes(MatrixView b) => b.ColumnStep == 1 || b.RowStep == 1;

    /// <summary>c becomes c + a·B; c has as many elements as B has columns, without gaps.</summary>
    public static void MultiplyAdd(float* a, nint aStep, MatrixView b, float* c)
    {
        if (b.ColumnStep == 1)
        {
            ByRows(a, aStep, b.Data, b.RowStep, b.Rows, b.Columns, c);
            return;
        }

        var packed = Scratch.Get(Scratch.PackedRight, (Depth + 1) * Turned);
        var sums = packed + (Depth * Turned);
        for (var column = 0; column < b.Columns; column += Turned)
        {
            var width = Math.Min(Turned, b.Columns - column);
            var target = width == Turned ? c + column : sums;
            if (width < Turned)
            {
                new Span<float>(sums, Turned).Clear();
                new ReadOnlySpan<float>(c + column, width).CopyTo(new Span<float>(sums, width));
            }

            for (var k = 0; k < b.Rows; k += Depth)
            {
                var depth = Math.Min(Depth, b.Rows - k);
                Turn(b.Data + k + ((nint)column * b.ColumnStep), b.ColumnStep, depth, width, packed);
                Add(a + (k * aStep), aStep, depth, packed, target);
            }

            if (width < Turned)
            {
                new ReadOnlySpan<float>(sums, width).CopyTo(new Span<float>(c + column, width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByRows(float* a, nint aStep, float* b, nint bStep, int inner, int columns, float* c)
    {
        var column = 0;
        for (; column + Wide <= columns; column += Wide)
        {
            var to = c + column;
            var c0 = Vector256.Load(to);
            var c1 = Vector256.Load(to + 8);
            var c2 = Vector256.Load(to + 16);
            var c3 = Vector256.Load(to + 24);
            var c4 = Vector256.Load(to + 32);
            var c5 = Vector256.Load(to + 40);
            var c6 = Vector256.Load(to + 48);
            var c7 = Vector256.Load(to + 56);
            var left = a;
            var right = b + column;
            for (var k = inner; k > 0; k--)
            {
                var value = Vector256.Create(*left);
                c0 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right), c0);
                c1 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 8), c1);
                c2 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 16), c2);
                c3 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 24), c3);
                c4 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 32), c4);
                c5 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 40), c5);
                c6 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 48), c6);
                c7 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 56), c7);
                left += aStep;
                right += bStep;
            }

            c0.Store(to);
            c1.Store(to + 8);
            c2.Store(to + 16);
            c3.Store(to + 24);
            c4.Store(to + 32);
            c5.Store(to + 40);
            c6.Store(to + 48);
            c7.Store(to + 56);
        }

        for (; column + Lanes <= columns; column += Lanes)
        {
            var sum = Vector256.Load(c + column);
            var left = a;
            var right = b + column;
            for (var k = inner; k > 0; k--)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(*left), Vector256.Load(right), sum);
                left += aStep;
                right += bStep;
            }

            sum.Store(c + column);
        }

        for (; column < columns; column++)
        {
            var sum = c[column];
            var left = a;
            var right = b + column;
            for (var k = inner; k > 0; k--)
            {
                sum = MathF.FusedMultiplyAdd(*left, *right, sum);
                left += aStep;
                right += bStep;
            }

            c[column] = sum;
        }
    }

    // Up to 8 inner steps of up to 32 columns, each of which lies without gaps, become rows of 32.
    private static void Turn(float* source, int columnStep, int depth, int width, float* packed)
    {
        if (depth == Depth && width == Turned)
        {
            for (var j = 0; j < Turned; j += Lanes)
            {
                Transposition.Turn8(source + ((nint)j * columnStep), columnStep, packed + j, Turned);
            }

            return;
        }

        for (var k = 0; k < depth; k++)
        {
            for (var j = 0; j < Turned; j++)
            {
                packed[(k * Turned) + j] = j < width ? source[((nint)j * columnStep) + k] : 0f;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* a, nint aStep, int depth, float* packed, float* c)
    {
        var c0 = Vector256.Load(c);
        var c1 = Vector256.Load(c + 8);
        var c2 = Vector256.Load(c + 16);
        var c3 = Vector256.Load(c + 24);
        for (var k = depth; k > 0; k--)
        {
            var value = Vector256.Create(*a);
            c0 = Vector256.FusedMultiplyAdd(value, Vector256.Load(packed), c0);
            c1 = Vector256.FusedMultiplyAdd(value, Vector256.Load(packed + 8), c1);
            c2 = Vector256.FusedMultiplyAdd(value, Vector256.Load(packed + 16), c2);
            c3 = Vector256.FusedMultiplyAdd(value, Vector256.Load(packed + 24), c3);
            a += aStep;
            packed += Turned;
        }

        c0.Store(c);
        c1.Store(c + 8);
        c2.Store(c + 16);
        c3.Store(c + 24);
    }
}
