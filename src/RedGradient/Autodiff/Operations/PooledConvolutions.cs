using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>A convolution, its rectifier and max pooling over windows of 2 × 2 in one, an image at a time in the cache: the bits of the three after each other.</summary>
internal sealed class ConvolvePooled(ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor bias, Tensor places) : Operation(x, weight, bias)
{
    private (Tensor Of, Tensor Result)? unpooled;

    /// <summary>Whether the rows of the convolution's output are long enough.</summary>
    public static bool Takes(ConvolutionGeometry geometry) => geometry.OutputWidth >= 2 * PairPooling.Lanes && geometry.OutputHeight >= 2;

    public static Tensor Apply(ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor bias)
    {
        var result = Tensor.Allocate(Shape.Owned(geometry.Batch, geometry.Outputs, geometry.OutputHeight / 2, geometry.OutputWidth / 2));
        if (!IsRecorded(x, weight, bias))
        {
            Convolution.PooledForward(geometry, x, weight, bias, result);
            return result;
        }

        var places = Tensor.Allocate(result.Shape);
        Convolution.PooledForward(geometry, x, weight, bias, result, places);
        return result.RecordedAs(new ConvolvePooled(geometry, x, weight, bias, places));
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient)
    {
        var output = Unpool(gradient);
        return input switch
        {
            0 => ConvolveInputGradient.Apply(geometry, output, Second!),
            1 => ConvolveWeightGradient.Apply(geometry, First!, output),
            _ => output.Reshape(geometry.Batch, geometry.Outputs, geometry.Positions).Sum(2).Sum(0),
        };
    }

    // The gradient of the convolution's output, which all three inputs ask for.
    private Tensor Unpool(Tensor gradient)
    {
        if (unpooled is { } known && ReferenceEquals(known.Of, gradient))
        {
            return known.Result;
        }

        Tensor result;
        if (IsRecorded(gradient))
        {
            // Differentiated again, the gradient is that of the three layers; what they hold of the convolution is computed once more.
            var output = Convolve.Apply(geometry, First!.Detach(), Second!.Detach(), Third!.Detach());
            var placed = PlaceLargest.Apply(new PoolingGeometry(output.Shape, 2, 2), output.Relu(), gradient);
            result = LeakyRectifierGate.Apply(placed, output, 0f);
        }
        else
        {
            result = geometry.OutputHeight % 2 == 0 && geometry.OutputWidth % 2 == 0 ? Tensor.Allocate(geometry.Output) : Tensor.AllocateZeros(geometry.Output);
            Convolution.PlacePooled(geometry, places, gradient, result);
        }

        unpooled = (gradient, result);
        return result;
    }
}
