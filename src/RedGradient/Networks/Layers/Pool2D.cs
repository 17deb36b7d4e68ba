using System.Text.Json.Nodes;

namespace RedGradient.Networks;

/// <summary>What pooling layers have in common: a window that moves over each channel.</summary>
/// <remarks>No padding: what does not fill a window at the right and lower edge is left out.</remarks>
public abstract class Pool2D : Layer
{
    private protected Pool2D(int size, int? stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? size, 1, nameof(stride));
        Size = size;
        Stride = stride ?? size;
    }

    /// <summary>The window's height and width.</summary>
    public int Size { get; }

    /// <summary>How far the window moves.</summary>
    public int Stride { get; }

    internal override JsonObject Describe() => new() { ["size"] = Size, ["stride"] = Stride };
}
