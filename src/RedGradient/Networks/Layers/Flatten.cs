using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Takes <c>[batch, …]</c> to <c>[batch, features]</c>; no copy.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Apply(input);
    }

    internal static Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank < 1)
        {
            throw new ArgumentException("Flatten needs a batch [batch, …]; a scalar was given.", nameof(input));
        }

        var features = 1;
        for (var d = 1; d < input.Shape.Rank; d++)
        {
            features *= input.Shape[d];
        }

        return input.Reshape(new Shape(input.Shape[0], features));
    }

    internal override JsonObject Describe() => [];
}
