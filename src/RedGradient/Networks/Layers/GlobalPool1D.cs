using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What poolings of a whole sequence have in common: <c>[batch, positions, channels]</c> becomes <c>[batch, channels]</c>, whatever the number of positions.</summary>
public abstract class GlobalPool1D : Layer
{
    private protected GlobalPool1D()
    {
    }

    private protected static void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 3 || input.Shape[1] == 0)
        {
            throw new ArgumentException($"Pooling over positions needs a batch [batch, positions, channels] of at least 1 position; its input has the shape {input.Shape}.", nameof(input));
        }
    }

    internal override JsonObject Describe() => [];
}
