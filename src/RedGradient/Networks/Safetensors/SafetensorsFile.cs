using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Tensors by their names, as a safetensors file holds them: an 8-byte length, a header of JSON, the values. It holds no code, so that reading one runs none.</summary>
/// <remarks>
/// The format PyTorch users pass weights around in (<c>safetensors.torch.save_file</c>). Read are all whole and floating-point types of 16 bits and more, 8-bit whole numbers and truth
/// values, each as the nearest 32-bit floating-point number; written is F32.
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>Holds some tensors.</summary>
    /// <param name="tensors">By name; the name <c>__metadata__</c> belongs to the format.</param>
    /// <param name="metadata">Texts by name that travel along; none where null.</param>
    /// <exception cref="ArgumentException">A tensor is named <c>__metadata__</c>.</exception>
    public SafetensorsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.ContainsKey(SafetensorsReader.MetadataName)) throw new ArgumentException($"The name {SafetensorsReader.MetadataName} belongs to the format; a tensor needs another.", nameof(tensors));
        Tensors = tensors;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>The tensors, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Texts that travel along.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file of unknown origin.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="InvalidDataException">It is no such file, or was cut short or altered: its header is too long or means nothing, or its tensors leave gaps, overlap or do not fit.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = Untrusted.Open(path, long.MaxValue, "a safetensors file");
        return new SafetensorsReader(stream, Path.GetFileName(path)).Read();
    }

    /// <summary>Writes the file whole, in the order of the names. The same tensors give the same bytes.</summary>
    /// <param name="path">Where; the folder must be there. A safetensors file that is there is replaced.</param>
    /// <param name="overwrite">Whether a file of another kind is replaced too; false by default.</param>
    /// <exception cref="IOException">The file could not be written, or there is a file of another kind.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no right to write there.</exception>
    public void Write(string path, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteOver(path, SafetensorsWriter.ToBytes(this), SafetensorsReader.IsOne, "a safetensors file", overwrite);
    }
}
