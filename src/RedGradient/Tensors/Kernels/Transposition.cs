using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RedGradient.Tensors.Kernels;

/// <summary>Turns a block of 8 × 8 numbers: rows become columns.</summary>
internal static unsafe class Transposition
{
    public static void Turn8(float* source, int sourceStep, float* target, int targetStep)
    {
        if (Avx.IsSupported)
        {
            Turn8Avx(source, sourceStep, target, targetStep);
            return;
        }

        for (var i = 0; i < 8; i++)
        {
            for (var j = 0; j < 8; j++)
            {
                target[(i * targetStep) + j] = source[((nint)j * sourceStep) + i];
            }
        }
    }

    // Pairs of rows are interleaved, then pairs of pairs, then halves exchanged.
    private static void Turn8Avx(float* source, nint sourceStep, float* target, nint targetStep)
    {
        var r0 = Vector256.Load(source);
        var r1 = Vector256.Load(source + sourceStep);
        var r2 = Vector256.Load(source + (2 * sourceStep));
        var r3 = Vector256.Load(source + (3 * sourceStep));
        var r4 = Vector256.Load(source + (4 * sourceStep));
        var r5 = Vector256.Load(source + (5 * sourceStep));
        var r6 = Vector256.Load(source + (6 * sourceStep));
        var r7 = Vector256.Load(source + (7 * sourceStep));
        var a0 = Avx.UnpackLow(r0, r1);
        var a1 = Avx.UnpackHigh(r0, r1);
        var a2 = Avx.UnpackLow(r2, r3);
        var a3 = Avx.UnpackHigh(r2, r3);
        var a4 = Avx.UnpackLow(r4, r5);
        var a5 = Avx.UnpackHigh(r4, r5);
        var a6 = Avx.UnpackLow(r6, r7);
        var a7 = Avx.UnpackHigh(r6, r7);
        var b0 = Avx.Shuffle(a0, a2, 0x44);
        var b1 = Avx.Shuffle(a0, a2, 0xEE);
        var b2 = Avx.Shuffle(a1, a3, 0x44);
        var b3 = Avx.Shuffle(a1, a3, 0xEE);
        var b4 = Avx.Shuffle(a4, a6, 0x44);
        var b5 = Avx.Shuffle(a4, a6, 0xEE);
        var b6 = Avx.Shuffle(a5, a7, 0x44);
        var b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + targetStep);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + (2 * targetStep));
        Avx.Permute2x128(b3, b7, 0x20).Store(target + (3 * targetStep));
        Avx.Permute2x128(b0, b4, 0x31).Store(target + (4 * targetStep));
        Avx.Permute2x128(b1, b5, 0x31).Store(target + (5 * targetStep));
        Avx.Permute2x128(b2, b6, 0x31).Store(target + (6 * targetStep));
        Avx.Permute2x128(b3, b7, 0x31).Store(target + (7 * targetStep));
    }
}
