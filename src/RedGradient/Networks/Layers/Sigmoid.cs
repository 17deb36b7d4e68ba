using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The logistic function 1/(1 + e^−x); derivative y(1 − y), at most 1/4.</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Sigmoid();
    }

    internal override Activation Activation => Activation.Logistic;

    internal override JsonObject Describe() => [];
}
