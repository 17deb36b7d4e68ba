using RedGradient.Networks;

namespace RedGradient.Onnx;

/// <summary>Reads ONNX files for a program that has no reference to this assembly.</summary>
public sealed class OnnxModelReader : IModelReader
{
    /// <inheritdoc/>
    public IClassifier Read(string path, InputNormalization normalization) => OnnxClassifier.Load(path, normalization);
}
