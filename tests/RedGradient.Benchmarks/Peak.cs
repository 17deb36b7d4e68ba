using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RedGradient.Benchmarks;

/// <summary>What this machine can do at most: fused multiply-adds on registers alone, without any memory.</summary>
public static class Peak
{
    private const int Rounds = 20_000_000;

    /// <summary>Prints <c>peak_256</c> and, where the processor has AVX-512, <c>peak_512</c> in GFLOP/s, for one thread and for all, the best of six.</summary>
    public static void Run()
    {
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            Print("peak_256", threads, 8, Spin256);
            if (Avx512F.IsSupported)
            {
                Print("peak_512", threads, 16, Spin512);
            }
        }

        Console.WriteLine(Vector512.IsHardwareAccelerated
            ? "Vector512 is accelerated: .NET uses 512 bits by itself."
            : $"Vector512 is not accelerated: .NET prefers 256 bits or less here. AVX-512 is {(Avx512F.IsSupported ? "there, and the product kernels use it" : "not there, or switched off")}.");
    }

    private static void Print(string name, int threads, int lanes, Func<int, float> spin)
    {
        var best = 0.0;
        for (var run = 0; run < 6; run++)
        {
            var watch = Stopwatch.StartNew();
            var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() => spin(Rounds))).ToArray();
            Array.ForEach(workers, worker => worker.Start());
            Array.ForEach(workers, worker => worker.Join());

            // Twelve vectors a round, two operations a lane.
            best = Math.Max(best, (double)threads * Rounds * 12 * lanes * 2 / watch.Elapsed.TotalSeconds / 1e9);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {threads} thread{(threads == 1 ? "" : "s")}\t{best:F1}\tGFLOP/s"));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin512(int rounds)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < rounds; round++)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
        }

        return Avx512F.Add(Avx512F.Add(Avx512F.Add(a, b), Avx512F.Add(Avx512F.Add(c, d), Avx512F.Add(e, f))), Avx512F.Add(Avx512F.Add(g, h), Avx512F.Add(Avx512F.Add(i, j), Avx512F.Add(k, l)))).GetElement(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Spin256(int rounds)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l).ToScalar();
    }
}
