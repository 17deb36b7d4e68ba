namespace RedGradient.Networks;

/// <summary>Reads a model file of another framework: what a guest assembly offers a program that does not refer to it. An implementation has a public constructor without parameters.</summary>
public interface IModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="normalization">What it expects done to images in [0, 1].</param>
    /// <returns>The model; to be disposed where it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="InvalidDataException">The file is no such model.</exception>
    IClassifier Read(string path, InputNormalization normalization);
}
