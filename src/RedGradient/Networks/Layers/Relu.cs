using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The rectified linear unit max(x, 0); derivative 1 above 0, else 0.</summary>
public sealed class Relu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Relu();
    }

    internal override Activation Activation { get; } = Activation.Rectifier(0f);

    internal override JsonObject Describe() => [];
}
