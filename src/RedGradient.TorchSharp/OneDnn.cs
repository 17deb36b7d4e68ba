using System.Runtime.InteropServices;
using TorchSharp;

namespace RedGradient.TorchSharp;

/// <summary>oneDNN, the library by which libtorch computes float32 convolutions on a processor: whether it is right here, and its switch.</summary>
/// <remarks>
/// TorchSharp has no such switch, so libtorch is asked by the names that it exports on Linux and macOS. It is one for the whole process.
/// On the processor where the fault was seen the wrong gradients come and go, and hold NaN at times, as if memory were read that nobody wrote. So the check looks often, and each time fills memory first.
/// </remarks>
internal static class OneDnn
{
    private const int Rounds = 4;

    // Channels in and out, side of the kernel, stride, padding, groups.
    private static readonly (int In, int Out, int Side, int Stride, int Padding, int Groups)[] Shapes =
    [
        (1, 6, 3, 1, 1, 1), (1, 8, 5, 2, 0, 1), (1, 6, 5, 1, 2, 1), (3, 16, 3, 1, 1, 1), (3, 8, 7, 2, 3, 1), (2, 4, 3, 1, 0, 1), (8, 16, 3, 1, 1, 1), (16, 16, 3, 1, 1, 16), (16, 8, 1, 1, 0, 1),
    ];

    private static readonly Lazy<Switch?> Found = new(Find);
    private static readonly Lazy<double> Checked = new(() => Worst(torch.nn.functional.conv2d));
    private static readonly Lock Gate = new();
    private static int s_users;
    private static byte s_before;

    public delegate torch.Tensor Convolution(torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, long[] strides, long[] padding, long[]? dilation, long groups);

    private delegate nint Context();

    private delegate byte Get(nint context);

    private delegate void Set(nint context, byte on);

    /// <summary>By how much, in their size, gradients of small convolutions in float32 differ from those in float64. Found out once.</summary>
    public static double Error => Checked.Value;

    /// <summary>Whether that is more than rounding.</summary>
    public static bool IsWrong => Error > 1e-3;

    /// <summary>Whether it can be switched here.</summary>
    public static bool HasSwitch => Found.Value is not null;

    /// <summary>Switches it off for the process until everything that was returned is disposed.</summary>
    public static IDisposable Off()
    {
        var found = Found.Value ?? throw new InvalidOperationException("This libtorch has no switch for oneDNN by a known name.");
        lock (Gate)
        {
            if (s_users++ == 0)
            {
                s_before = found.Get(found.Context);
                found.Set(found.Context, 0);
            }
        }

        return new Section(found);
    }

    /// <summary>The largest ‖a − b‖ / ‖b‖ over all shapes and rounds, a the input gradient in float32 and b in float64; infinite where one is no number.</summary>
    internal static double Worst(Convolution convolution)
    {
        using var scope = torch.NewDisposeScope();
        using var on = torch.enable_grad();
        var worst = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (channels, outputs, side, stride, padding, groups) in Shapes)
            {
                using var inner = torch.NewDisposeScope();
                var input = Values([2, channels, 20, 20]);
                var weight = Values([outputs, channels / groups, side, side]);
                var expected = Slope(input.to(torch.float64), weight.to(torch.float64));
                foreach (var length in new[] { 100, 1000, 10_000, 40_000 }) torch.full(length, float.NaN).Dispose();
                var error = (double)((Slope(input, weight).to(torch.float64) - expected).norm() / expected.norm()).item<double>();
                worst = Math.Max(worst, double.IsNaN(error) ? double.PositiveInfinity : error);

                torch.Tensor Slope(torch.Tensor from, torch.Tensor by)
                {
                    var tracked = from.detach().clone().requires_grad_(true);
                    var output = convolution(tracked, by, null, [stride, stride], [padding, padding], null, groups);
                    return torch.autograd.grad([output], [tracked], [Values(output.shape).to(output.dtype)])[0];
                }
            }
        }

        return worst;
    }

    // Of both signs, the same every time, without a draw from the caller's generator.
    private static torch.Tensor Values(long[] shape)
    {
        var count = shape.Aggregate(1L, (product, length) => product * length);
        return (((torch.arange(count, dtype: torch.float32) * 37) % 101) / 50 - 1).reshape(shape);
    }

    private static Switch? Find()
    {
        // TorchSharp has loaded it by now; the system finds a library that is loaded by its name.
        return NativeLibrary.TryLoad("libtorch_cpu", typeof(OneDnn).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var context)
            && NativeLibrary.TryGetExport(library, "_ZNK2at7Context17userEnabledMkldnnEv", out var get)
            && NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledMkldnnEb", out var set)
            ? new Switch(Marshal.GetDelegateForFunctionPointer<Context>(context)(), Marshal.GetDelegateForFunctionPointer<Get>(get), Marshal.GetDelegateForFunctionPointer<Set>(set))
            : null;
    }

    private sealed record Switch(nint Context, Get Get, Set Set);

    private sealed class Section(Switch found) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                if (--s_users == 0) found.Set(found.Context, s_before);
            }
        }
    }
}
