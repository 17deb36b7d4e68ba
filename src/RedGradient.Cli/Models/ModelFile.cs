using RedGradient.Networks;

namespace RedGradient.Cli.Models;

/// <summary>A model's file of any of the kinds that are read.</summary>
internal static class ModelFile
{
    public const string Kinds = "a network as network.Save writes it (.rgn), safetensors with a description of the layers (.safetensors), TorchScript (.pt) or ONNX (.onnx)";

    /// <summary>Reads it; the kind is told by the first bytes, and by the name where they tell nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="normalization">What a model of another framework expects done to images.</param>
    /// <param name="guests">The folder of the assemblies that read other frameworks' files; null for the usual one.</param>
    /// <exception cref="ArgumentException">There is no such file, it is of no such kind, broken, or its reader is not there.</exception>
    public static IClassifier Load(string path, InputNormalization normalization, string? guests)
    {
        if (!File.Exists(path))
        {
            throw new ArgumentException(Directory.Exists(path) ? $"\"{path}\" is a folder; give the file of a model: {Kinds}." : $"There is no file \"{path}\"; a model's file is {Kinds}.");
        }

        try
        {
            var start = Start(path);
            if (start.AsSpan().StartsWith("PK\u0003\u0004"u8)) return Guest(GuestAssembly.Torch);
            if (HasName(".onnx")) return Guest(GuestAssembly.Onnx);
            if (normalization.Channels > 0) throw new ArgumentException("--mean and --deviation are for TorchScript and ONNX; a network of the library takes images as they are.");
            return HasName(".safetensors") ? SafetensorsNetwork.Load(path) : Network.Load(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            throw new ArgumentException(exception.Message, exception);
        }

        bool HasName(string suffix) => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

        IClassifier Guest(GuestAssembly guest)
        {
            var reader = guest.Reader(guests);
            try
            {
                return reader.Read(path, normalization);
            }
            catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException or EntryPointNotFoundException)
            {
                throw new ArgumentException($"The native library that reads {guest.Reads} does not load here: {Untrusted.Reason(exception.GetBaseException())} libtorch needs a C++ library as new as Ubuntu 24.04's or Debian 13's; the command {guest.Command} brings its files.", exception);
            }
        }
    }

    private static byte[] Start(string path)
    {
        using var stream = Untrusted.Open(path, long.MaxValue, "a model");
        var bytes = new byte[4];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
