using TorchSharp;

namespace RedGradient.Benchmarks.Torch;

/// <summary>The native library that TorchSharp needs.</summary>
internal static class Native
{
    /// <summary>Loads it and says its version.</summary>
    /// <returns>0, or 3 when it does not load here.</returns>
    public static int Probe()
    {
        try
        {
            using var one = torch.ones(1);
            Console.WriteLine($"libtorch {torch.__version__}");
            return 0;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            Console.Error.WriteLine(exception.GetBaseException().Message);
            return 3;
        }
    }
}
