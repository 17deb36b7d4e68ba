using RedGradient.Networks;
using TorchSharp;
using TorchSharp.PyBridge;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.TorchSharp;

/// <summary>Weights between modules of TorchSharp, tensors of the library and PyTorch's files.</summary>
public static class TorchWeights
{
    private const string Counter = "num_batches_tracked";

    /// <summary>The weights and buffers of a module by their names, as copies.</summary>
    /// <param name="module">It stays as it is.</param>
    public static IReadOnlyDictionary<string, Tensor> Of(torch.nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = torch.NewDisposeScope();
        return module.state_dict().Where(pair => !pair.Key.EndsWith(Counter, StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => TorchClassifier.Back(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>Puts weights into a module.</summary>
    /// <param name="module">Its names and shapes must be those of the weights.</param>
    /// <param name="weights">All of the module's, by name.</param>
    /// <exception cref="ArgumentException">A weight is missing, belongs nowhere or has another shape; the module is as it was.</exception>
    public static void CopyTo(torch.nn.Module module, IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(weights);
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        var state = module.state_dict().Where(pair => !pair.Key.EndsWith(Counter, StringComparison.Ordinal)).ToArray();
        foreach (var (name, values) in state)
        {
            if (!weights.TryGetValue(name, out var given)) throw new ArgumentException($"The module needs the weight {name}, which is not there.", nameof(weights));
            if (!given.Shape.Select(length => (long)length).SequenceEqual(values.shape)) throw new ArgumentException($"The weight {name} has the shape {given.Shape}; the module needs [{string.Join(", ", values.shape)}].", nameof(weights));
        }

        if (weights.Keys.Except(state.Select(pair => pair.Key), StringComparer.Ordinal).FirstOrDefault() is { } extra) throw new ArgumentException($"The module has no weight {extra}.", nameof(weights));
        foreach (var (name, values) in state) values.copy_(TorchClassifier.Copied(weights[name]));
    }

    /// <summary>Reads the weights of a PyTorch file of weights, as <c>torch.save(model.state_dict(), path)</c> writes it, into a module.</summary>
    /// <remarks>TorchSharp.PyBridge reads the pickle without running what it names.</remarks>
    /// <param name="module">Its names and shapes must be those of the file.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such file, or not of this module.</exception>
    public static void LoadPyTorch(torch.nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file \"{path}\"; torch.save(model.state_dict(), path) writes one.", path);
        try
        {
            module.load_py(path);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} does not hold the weights of this module as torch.save(model.state_dict(), path) writes them: {exception.Message.Split('\n')[0].TrimEnd('.', ' ')}.", exception);
        }
    }

    /// <summary>Writes a module's weights as a file that PyTorch's <c>torch.load</c> reads. A file that is there is replaced, and only when the new one is whole.</summary>
    /// <param name="module">It stays as it is.</param>
    /// <param name="path">Where.</param>
    public static void SavePyTorch(torch.nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var unfinished = path + ".unfinished";
        try
        {
            module.save_py(unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Reads a safetensors file into a module, with the library's own reader.</summary>
    /// <param name="module">Its names and shapes must be those of the file.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no safetensors file.</exception>
    /// <exception cref="ArgumentException">It is not of this module.</exception>
    public static void LoadSafetensors(torch.nn.Module module, string path) =>
        CopyTo(module, SafetensorsFile.Read(path).Tensors.Where(pair => !pair.Key.EndsWith(Counter, StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    /// <summary>Writes a module's weights as a safetensors file.</summary>
    /// <param name="module">It stays as it is.</param>
    /// <param name="path">Where.</param>
    /// <param name="overwrite">Whether a file of another kind is replaced too; false by default.</param>
    public static void SaveSafetensors(torch.nn.Module module, string path, bool overwrite = false) => new SafetensorsFile(Of(module)).Write(path, overwrite);
}
