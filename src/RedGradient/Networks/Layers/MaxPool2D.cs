using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>The largest value of each window; its gradient goes to the first element that reaches it.</summary>
/// <remarks>No padding: what does not fill a window at the right and lower edge is left out.</remarks>
public sealed class MaxPool2D : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">The window's height and width, at least 1.</param>
    /// <param name="stride">How far the window moves, at least 1; by default its size, so that windows do not overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public MaxPool2D(int size, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? size, 1);
        Size = size;
        Stride = stride ?? size;
    }

    /// <summary>The window's height and width.</summary>
    public int Size { get; }

    /// <summary>How far the window moves.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var geometry = new PoolingGeometry(input.Shape, Size, Stride);
        return PickLargest.Apply(geometry, input, input);
    }

    internal override JsonObject Describe() => new() { ["size"] = Size, ["stride"] = Stride };
}
