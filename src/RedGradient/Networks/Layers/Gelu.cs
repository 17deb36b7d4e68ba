using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The Gaussian error linear unit x·Φ(x) (Hendrycks and Gimpel 2016).</summary>
public sealed class Gelu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Gelu();
    }

    internal override JsonObject Describe() => [];
}
