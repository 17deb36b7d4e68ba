using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>What a defence does to images before its model sees them.</summary>
public interface IInputTransformation
{
    /// <summary>What it is called in titles.</summary>
    string Name { get; }

    /// <summary>Whether it draws random numbers.</summary>
    bool IsRandom { get; }

    /// <summary>Transforms images.</summary>
    /// <param name="batch">Images <c>[batch, …]</c>; not changed.</param>
    /// <param name="random">The source of random choices. It may only be split, by the image's place, so that a second call with it does the same.</param>
    /// <returns>Of the same shape.</returns>
    Tensor Apply(Tensor batch, SeededRandom random);

    /// <summary>The true derivative backwards: the gradient with respect to the images from the one with respect to the result.</summary>
    /// <param name="batch">The images given to <see cref="Apply"/>.</param>
    /// <param name="gradient">Of the result's shape.</param>
    /// <param name="random">As given to <see cref="Apply"/>.</param>
    /// <returns>Of the images' shape.</returns>
    Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random);
}
