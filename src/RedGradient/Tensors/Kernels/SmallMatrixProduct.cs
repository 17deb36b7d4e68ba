using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>The product of matrices so small that cutting and packing would cost more than the arithmetic; the same order of summation as the large one.</summary>
internal static unsafe class SmallMatrixProduct
{
    private const int Lanes = 8;

    /// <summary>C becomes C + A·B; C is row-major, without gaps.</summary>
    public static void MultiplyAdd(MatrixView a, MatrixView b, float* c)
    {
        int rows = a.Rows, columns = b.Columns, inner = a.Columns;
        var width = (columns + Lanes - 1) & ~(Lanes - 1);
        var packed = b.Data;
        var packedStep = b.RowStep;
        if (b.ColumnStep != 1 || columns != width)
        {
            packed = Scratch.Get(Scratch.PackedRight, inner * width);
            packedStep = width;
            Widen(b, packed, width);
        }

        if (columns == width)
        {
            Multiply(a, packed, packedStep, c, width);
            return;
        }

        // C's rows are widened too, and cut again afterwards.
        var wide = Scratch.Get(Scratch.PackedLeft, rows * width);
        Widen(MatrixView.Plain(c, rows, columns), wide, width);
        Multiply(a, packed, packedStep, wide, width);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                c[(i * columns) + j] = wide[(i * width) + j];
            }
        }
    }

    private static void Widen(MatrixView source, float* target, int width)
    {
        if (source.RowStep == 1 && width == Lanes && source.Columns == Lanes && source.Rows == Lanes)
        {
            Transposition.Turn8(source.Data, source.ColumnStep, target, width);
            return;
        }

        for (var i = 0; i < source.Rows; i++)
        {
            var from = source.Data + ((nint)i * source.RowStep);
            for (var j = 0; j < width; j++)
            {
                *target++ = j < source.Columns ? from[(nint)j * source.ColumnStep] : 0f;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(MatrixView a, float* b, nint bStep, float* c, int width)
    {
        int rows = a.Rows, inner = a.Columns;
        nint rowStep = a.RowStep, columnStep = a.ColumnStep;
        for (var column = 0; column < width; column += Lanes)
        {
            var row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                var target = c + (row * width) + column;
                var c0 = Vector256.Load(target);
                var c1 = Vector256.Load(target + width);
                var c2 = Vector256.Load(target + (2 * width));
                var c3 = Vector256.Load(target + (3 * width));
                var left = a.Data + (row * rowStep);
                var right = b + column;
                for (var k = 0; k < inner; k++)
                {
                    var values = Vector256.Load(right);
                    c0 = Vector256.FusedMultiplyAdd(Vector256.Create(left[0]), values, c0);
                    c1 = Vector256.FusedMultiplyAdd(Vector256.Create(left[rowStep]), values, c1);
                    c2 = Vector256.FusedMultiplyAdd(Vector256.Create(left[2 * rowStep]), values, c2);
                    c3 = Vector256.FusedMultiplyAdd(Vector256.Create(left[3 * rowStep]), values, c3);
                    left += columnStep;
                    right += bStep;
                }

                c0.Store(target);
                c1.Store(target + width);
                c2.Store(target + (2 * width));
                c3.Store(target + (3 * width));
            }

            for (; row < rows; row++)
            {
                var target = c + (row * width) + column;
                var sum = Vector256.Load(target);
                var left = a.Data + (row * rowStep);
                var right = b + column;
                for (var k = 0; k < inner; k++)
                {
                    sum = Vector256.FusedMultiplyAdd(Vector256.Create(*left), Vector256.Load(right), sum);
                    left += columnStep;
                    right += bStep;
                }

                sum.Store(target);
            }
        }
    }
}
