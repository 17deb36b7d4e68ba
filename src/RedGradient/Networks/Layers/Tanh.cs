using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The hyperbolic tangent; derivative 1 − y², at most 1.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Tanh();
    }

    internal override Activation Activation => Activation.Tangent;

    internal override JsonObject Describe() => [];
}
