using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A function with parameters that takes a batch to a batch.</summary>
/// <remarks>
/// A layer written outside the library overrides <see cref="Forward"/> with tensor operations; the gradient follows from them. It can be trained and attacked
/// like the others. Saving knows the library's layers only.
/// </remarks>
public abstract class Layer
{
    /// <summary>The weights that training changes, in a fixed order.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Values that training keeps without gradients, such as running means; saved with the network.</summary>
    public virtual IReadOnlyList<Parameter> Buffers => [];

    /// <summary>The output for a batch.</summary>
    /// <param name="input">The batch, examples along the first dimension.</param>
    /// <param name="pass">Whether this is training, and whether parameters are tracked.</param>
    /// <returns>As many examples as the input has.</returns>
    /// <exception cref="ArgumentException">The input's shape does not fit the layer.</exception>
    public abstract Tensor Forward(Tensor input, ForwardPass pass);

    /// <summary>Draws the first values of the parameters.</summary>
    /// <param name="random">This layer's own source.</param>
    public virtual void Initialize(SeededRandom random)
    {
    }

    // What a dense layer before this one can apply itself; null for every other layer.
    internal virtual Activation? Activation => null;

    // The layer's options for the file, by the names its reader uses; null for layers that cannot be saved.
    internal virtual JsonObject? Describe() => null;
}
