using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>The mean of each window; its gradient is spread evenly over it.</summary>
/// <inheritdoc cref="Pool2D" path="/remarks"/>
public sealed class AveragePool2D : Pool2D
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">The window's height and width, at least 1.</param>
    /// <param name="stride">How far the window moves, at least 1; by default its size, so that windows do not overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AveragePool2D(int size, int? stride = null)
        : base(size, stride)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var geometry = new PoolingGeometry(input.Shape, Size, Stride);
        return AveragePool.Apply(geometry, input);
    }
}
