using RedGradient.Networks;

namespace RedGradient.TorchSharp;

/// <summary>Reads TorchScript files for a program that has no reference to this assembly.</summary>
public sealed class TorchModelReader : IModelReader
{
    /// <inheritdoc/>
    public IClassifier Read(string path, InputNormalization normalization) => TorchClassifier.Load(path, normalization);
}
