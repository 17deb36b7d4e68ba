using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The mean of each channel over all positions: every position gets the same share of the gradient, so a network over it cannot tell their order.</summary>
public sealed class GlobalAveragePool1D : GlobalPool1D
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        Check(input);
        return input.Mean(1);
    }
}
