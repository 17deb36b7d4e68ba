using System.Globalization;
using System.Runtime.Intrinsics;
using RedGradient.Determinism;

// Does the work named by its argument and prints what came out, one line each: "name<TAB>value".
//   full, small   one SHA-256 for each piece of training, attack and arithmetic, and how wide the processor's vectors are
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
    $"vectors\t{(Vector128.IsHardwareAccelerated ? 128 : 0)} {(Vector256.IsHardwareAccelerated ? 256 : 0)} {(Vector512.IsHardwareAccelerated ? 512 : 0)}"));
foreach (var (name, hash) in args is ["full"] ? Work.Full() : Work.Small())
{
    Console.WriteLine($"{name}\t{hash}");
}
