using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RedGradient.Tensors.Kernels;

/// <summary>
/// The innermost piece of every matrix product and convolution: a block of 8 rows and 32 columns of C grows by A·B, one fused multiply-add after the
/// other in the order of the inner index, so that each element has the same bits whatever the vector width and wherever the matrix was cut.
/// </summary>
/// <remarks>
/// A is read where it lies: the element of row r at inner step (s, l) is <c>a[rows[r] + s·segmentStep + l·step]</c>. B is packed: 32 consecutive columns
/// of each inner step, in the order of the steps. The compiler keeps the sums in registers only in a method without a call and without stackalloc.
/// Whether 512 bits are used is asked of the processor: on some of those that have AVX-512 .NET prefers 256 bits, and its Vector512 is then not accelerated.
/// </remarks>
internal static unsafe class Tile
{
    public const int Rows = 8;
    public const int Columns = 32;

    /// <summary>Where A's elements lie, in floats from the block's first element.</summary>
    public struct Walk
    {
        public fixed int RowOffsets[Rows];
        public int Step;
        public int Length;
        public int SegmentStep;
        public int Segments;
    }

    /// <summary>C (8 × 32, rows <paramref name="cStep"/> floats apart) becomes C + A·B.</summary>
    public static void MultiplyAdd(float* a, in Walk walk, float* b, float* c, int cStep, bool narrow)
    {
        if (Avx512F.IsSupported)
        {
            if (narrow)
            {
                MultiplyAdd512Narrow(a, walk, b, c, cStep);
            }
            else
            {
                MultiplyAdd512(a, walk, b, c, cStep);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (var column = 0; column < (narrow ? 16 : 32); column += 16)
            {
                MultiplyAdd256(a, walk, 0, b + column, c + column, cStep);
                MultiplyAdd256(a, walk, 4, b + column, c + (4 * cStep) + column, cStep);
            }
        }
        else
        {
            MultiplyAddScalar(a, walk, b, c, cStep, narrow ? 16 : 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd512(float* a, in Walk walk, float* b, float* c, int cStep)
    {
        var c00 = Avx512F.LoadVector512(c);
        var c01 = Avx512F.LoadVector512(c + 16);
        var c10 = Avx512F.LoadVector512(c + cStep);
        var c11 = Avx512F.LoadVector512(c + cStep + 16);
        var c20 = Avx512F.LoadVector512(c + (2 * cStep));
        var c21 = Avx512F.LoadVector512(c + (2 * cStep) + 16);
        var c30 = Avx512F.LoadVector512(c + (3 * cStep));
        var c31 = Avx512F.LoadVector512(c + (3 * cStep) + 16);
        var c40 = Avx512F.LoadVector512(c + (4 * cStep));
        var c41 = Avx512F.LoadVector512(c + (4 * cStep) + 16);
        var c50 = Avx512F.LoadVector512(c + (5 * cStep));
        var c51 = Avx512F.LoadVector512(c + (5 * cStep) + 16);
        var c60 = Avx512F.LoadVector512(c + (6 * cStep));
        var c61 = Avx512F.LoadVector512(c + (6 * cStep) + 16);
        var c70 = Avx512F.LoadVector512(c + (7 * cStep));
        var c71 = Avx512F.LoadVector512(c + (7 * cStep) + 16);
        nint r0 = walk.RowOffsets[0], r1 = walk.RowOffsets[1], r2 = walk.RowOffsets[2], r3 = walk.RowOffsets[3];
        nint r4 = walk.RowOffsets[4], r5 = walk.RowOffsets[5], r6 = walk.RowOffsets[6], r7 = walk.RowOffsets[7];
        nint step = walk.Step;
        var length = walk.Length;
        var segment = a;
        for (var segments = walk.Segments; segments > 0; segments--)
        {
            var p = segment;
            for (var l = length; l > 0; l--)
            {
                var b0 = Avx512F.LoadVector512(b);
                var b1 = Avx512F.LoadVector512(b + 16);
                var value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r0]));
                c00 = Avx512F.FusedMultiplyAdd(value, b0, c00);
                c01 = Avx512F.FusedMultiplyAdd(value, b1, c01);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r1]));
                c10 = Avx512F.FusedMultiplyAdd(value, b0, c10);
                c11 = Avx512F.FusedMultiplyAdd(value, b1, c11);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r2]));
                c20 = Avx512F.FusedMultiplyAdd(value, b0, c20);
                c21 = Avx512F.FusedMultiplyAdd(value, b1, c21);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r3]));
                c30 = Avx512F.FusedMultiplyAdd(value, b0, c30);
                c31 = Avx512F.FusedMultiplyAdd(value, b1, c31);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r4]));
                c40 = Avx512F.FusedMultiplyAdd(value, b0, c40);
                c41 = Avx512F.FusedMultiplyAdd(value, b1, c41);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r5]));
                c50 = Avx512F.FusedMultiplyAdd(value, b0, c50);
                c51 = Avx512F.FusedMultiplyAdd(value, b1, c51);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r6]));
                c60 = Avx512F.FusedMultiplyAdd(value, b0, c60);
                c61 = Avx512F.FusedMultiplyAdd(value, b1, c61);
                value = Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r7]));
                c70 = Avx512F.FusedMultiplyAdd(value, b0, c70);
                c71 = Avx512F.FusedMultiplyAdd(value, b1, c71);
                p += step;
                b += Columns;
            }

            segment += walk.SegmentStep;
        }

        Avx512F.Store(c, c00);
        Avx512F.Store(c + 16, c01);
        Avx512F.Store(c + cStep, c10);
        Avx512F.Store(c + cStep + 16, c11);
        Avx512F.Store(c + (2 * cStep), c20);
        Avx512F.Store(c + (2 * cStep) + 16, c21);
        Avx512F.Store(c + (3 * cStep), c30);
        Avx512F.Store(c + (3 * cStep) + 16, c31);
        Avx512F.Store(c + (4 * cStep), c40);
        Avx512F.Store(c + (4 * cStep) + 16, c41);
        Avx512F.Store(c + (5 * cStep), c50);
        Avx512F.Store(c + (5 * cStep) + 16, c51);
        Avx512F.Store(c + (6 * cStep), c60);
        Avx512F.Store(c + (6 * cStep) + 16, c61);
        Avx512F.Store(c + (7 * cStep), c70);
        Avx512F.Store(c + (7 * cStep) + 16, c71);
    }

    // The same for at most 16 columns: a network's last layer has 10.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd512Narrow(float* a, in Walk walk, float* b, float* c, int cStep)
    {
        var c0 = Avx512F.LoadVector512(c);
        var c1 = Avx512F.LoadVector512(c + cStep);
        var c2 = Avx512F.LoadVector512(c + (2 * cStep));
        var c3 = Avx512F.LoadVector512(c + (3 * cStep));
        var c4 = Avx512F.LoadVector512(c + (4 * cStep));
        var c5 = Avx512F.LoadVector512(c + (5 * cStep));
        var c6 = Avx512F.LoadVector512(c + (6 * cStep));
        var c7 = Avx512F.LoadVector512(c + (7 * cStep));
        nint r0 = walk.RowOffsets[0], r1 = walk.RowOffsets[1], r2 = walk.RowOffsets[2], r3 = walk.RowOffsets[3];
        nint r4 = walk.RowOffsets[4], r5 = walk.RowOffsets[5], r6 = walk.RowOffsets[6], r7 = walk.RowOffsets[7];
        nint step = walk.Step;
        var length = walk.Length;
        var segment = a;
        for (var segments = walk.Segments; segments > 0; segments--)
        {
            var p = segment;
            for (var l = length; l > 0; l--)
            {
                var value = Avx512F.LoadVector512(b);
                c0 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r0])), value, c0);
                c1 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r1])), value, c1);
                c2 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r2])), value, c2);
                c3 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r3])), value, c3);
                c4 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r4])), value, c4);
                c5 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r5])), value, c5);
                c6 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r6])), value, c6);
                c7 = Avx512F.FusedMultiplyAdd(Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(p[r7])), value, c7);
                p += step;
                b += Columns;
            }

            segment += walk.SegmentStep;
        }

        Avx512F.Store(c, c0);
        Avx512F.Store(c + cStep, c1);
        Avx512F.Store(c + (2 * cStep), c2);
        Avx512F.Store(c + (3 * cStep), c3);
        Avx512F.Store(c + (4 * cStep), c4);
        Avx512F.Store(c + (5 * cStep), c5);
        Avx512F.Store(c + (6 * cStep), c6);
        Avx512F.Store(c + (7 * cStep), c7);
    }

    // Four rows and 16 columns: what fits the 16 registers of AVX2; on other processors the compiler makes two halves of each vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd256(float* a, in Walk walk, int firstRow, float* b, float* c, int cStep)
    {
        var c00 = Vector256.Load(c);
        var c01 = Vector256.Load(c + 8);
        var c10 = Vector256.Load(c + cStep);
        var c11 = Vector256.Load(c + cStep + 8);
        var c20 = Vector256.Load(c + (2 * cStep));
        var c21 = Vector256.Load(c + (2 * cStep) + 8);
        var c30 = Vector256.Load(c + (3 * cStep));
        var c31 = Vector256.Load(c + (3 * cStep) + 8);
        nint r0 = walk.RowOffsets[firstRow], r1 = walk.RowOffsets[firstRow + 1], r2 = walk.RowOffsets[firstRow + 2], r3 = walk.RowOffsets[firstRow + 3];
        nint step = walk.Step;
        var length = walk.Length;
        var segment = a;
        for (var segments = walk.Segments; segments > 0; segments--)
        {
            var p = segment;
            for (var l = length; l > 0; l--)
            {
                var b0 = Vector256.Load(b);
                var b1 = Vector256.Load(b + 8);
                var value = Vector256.Create(p[r0]);
                c00 = Vector256.FusedMultiplyAdd(value, b0, c00);
                c01 = Vector256.FusedMultiplyAdd(value, b1, c01);
                value = Vector256.Create(p[r1]);
                c10 = Vector256.FusedMultiplyAdd(value, b0, c10);
                c11 = Vector256.FusedMultiplyAdd(value, b1, c11);
                value = Vector256.Create(p[r2]);
                c20 = Vector256.FusedMultiplyAdd(value, b0, c20);
                c21 = Vector256.FusedMultiplyAdd(value, b1, c21);
                value = Vector256.Create(p[r3]);
                c30 = Vector256.FusedMultiplyAdd(value, b0, c30);
                c31 = Vector256.FusedMultiplyAdd(value, b1, c31);
                p += step;
                b += Columns;
            }

            segment += walk.SegmentStep;
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + cStep);
        c11.Store(c + cStep + 8);
        c20.Store(c + (2 * cStep));
        c21.Store(c + (2 * cStep) + 8);
        c30.Store(c + (3 * cStep));
        c31.Store(c + (3 * cStep) + 8);
    }

    private static void MultiplyAddScalar(float* a, in Walk walk, float* b, float* c, int cStep, int columns)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = c[(row * cStep) + column];
                var packed = b + column;
                for (var segment = 0; segment < walk.Segments; segment++)
                {
                    var p = a + walk.RowOffsets[row] + ((nint)segment * walk.SegmentStep);
                    for (var l = 0; l < walk.Length; l++)
                    {
                        sum = MathF.FusedMultiplyAdd(*p, *packed, sum);
                        p += walk.Step;
                        packed += Columns;
                    }
                }

                c[(row * cStep) + column] = sum;
            }
        }
    }
}
