using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Adds its input to what its layers make of it: y = x + f(x), so that the gradient has a path around them (He et al. 2016).</summary>
public sealed class Residual : NestedLayers
{
    /// <summary>Creates the block.</summary>
    /// <param name="layers">The layers of f, at least one; together they must keep the shape.</param>
    /// <exception cref="ArgumentException">No layer was given.</exception>
    public Residual(params Layer[] layers)
        : base("A residual block", layers)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = Inside(input, pass);
        return output.Shape.Equals(input.Shape)
            ? input + output
            : throw new ArgumentException($"The layers of a residual block must keep the shape; they took {input.Shape} to {output.Shape}.", nameof(input));
    }
}
