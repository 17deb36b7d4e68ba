using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RedGradient.Determinism;

// Does the work named by its argument and prints what came out, one line each: "name<TAB>value".
//   full, small   one SHA-256 for each piece of training, attack and arithmetic, and the vectors: the widths .NET uses, and whether AVX-512 is there
//   memory        the heap in the course of a training run
if (args is ["memory"])
{
    foreach (var (name, bytes) in Memory.Measure())
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{bytes}"));
    }

    return;
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"vectors\t{(Vector128.IsHardwareAccelerated ? 128 : 0)} {(Vector256.IsHardwareAccelerated ? 256 : 0)} {(Vector512.IsHardwareAccelerated ? 512 : 0)} {(Avx512F.IsSupported ? "AVX-512" : "none")}"));
foreach (var (name, hash) in args is ["full"] ? Work.Full() : Work.Small())
{
    Console.WriteLine($"{name}\t{hash}");
}
