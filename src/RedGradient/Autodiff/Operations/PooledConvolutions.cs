using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>A convolution, its rectifier and max pooling over windows of 2 × 2 in one, an image at a time in the cache: the bits of the three after each other.</summary>
internal sealed class ConvolvePooled(ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor bias, Tensor places) : Operation(x, weight, bias)
{
    private (Tensor Of, Tensor Result)? differentiable;

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
        if (IsRecorded(gradient, First, Second))
        {
            return OfLayers(input, gradient);
        }

        var placed = new OutputGradient(gradient, places);
        switch (input)
        {
            case 0:
                var inputGradient = Tensor.Allocate(geometry.Input);
                Convolution.InputGradient(geometry, placed, Second!, inputGradient);
                return inputGradient;
            case 1:
                var weightGradient = Tensor.Allocate(geometry.Weight);
                Convolution.WeightGradient(geometry, First!, placed, weightGradient);
                return weightGradient;
            default:
                var sums = Tensor.Allocate(Shape.Owned(geometry.Batch, geometry.Outputs));
                Convolution.PositionSums(geometry, placed, sums);
                return sums.Sum(0);
        }
    }

    // Differentiated again, the gradient is that of the three layers; what they hold of the convolution is computed once more.
    private Tensor OfLayers(int input, Tensor gradient)
    {
        if (differentiable is not { } known || !ReferenceEquals(known.Of, gradient))
        {
            var output = Convolve.Apply(geometry, First!.Detach(), Second!.Detach(), Third!.Detach());
            var placed = PlaceLargest.Apply(new PoolingGeometry(output.Shape, 2, 2), output.Relu(), gradient);
            differentiable = known = (gradient, LeakyRectifierGate.Apply(placed, output, 0f));
        }

        return Convolve.GradientOf(geometry, input, First!, Second!, known.Result);
    }
}
