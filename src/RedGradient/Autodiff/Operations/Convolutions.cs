using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>Images times weights, window by window, plus a bias for each output channel.</summary>
internal sealed class Convolve(ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor? bias) : Operation(x, weight, bias)
{
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, int stride, int padding) =>
        Apply(new ConvolutionGeometry(x.Shape, weight.Shape, stride, padding), x, weight, bias);

    public static Tensor Apply(ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor? bias)
    {
        var result = Tensor.Allocate(geometry.Output);
        Convolution.Forward(geometry, x, weight, bias, result);
        return IsRecorded(x, weight, bias) ? result.RecordedAs(new Convolve(geometry, x, weight, bias)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => GradientOf(geometry, input, First!, Second!, gradient);

    public static Tensor GradientOf(ConvolutionGeometry geometry, int input, Tensor x, Tensor weight, Tensor gradient) => input switch
    {
        0 => ConvolveInputGradient.Apply(geometry, gradient, weight),
        1 => ConvolveWeightGradient.Apply(geometry, x, gradient),
        _ => gradient.Reshape(geometry.Batch, geometry.Outputs, geometry.Positions).Sum(2).Sum(0),
    };
}

/// <summary>A convolution's gradient with respect to its images; linear in the output's gradient and in the weights.</summary>
internal sealed class ConvolveInputGradient(ConvolutionGeometry geometry, Tensor outputGradient, Tensor weight) : Operation(outputGradient, weight)
{
    public static Tensor Apply(ConvolutionGeometry geometry, Tensor outputGradient, Tensor weight)
    {
        var result = Tensor.Allocate(geometry.Input);
        Convolution.InputGradient(geometry, new OutputGradient(outputGradient), weight, result);
        return IsRecorded(outputGradient, weight) ? result.RecordedAs(new ConvolveInputGradient(geometry, outputGradient, weight)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => input == 0
        ? Convolve.Apply(geometry, gradient, Second!, null)
        : ConvolveWeightGradient.Apply(geometry, gradient, First!);
}

/// <summary>A convolution's gradient with respect to its weights; linear in the images and in the output's gradient.</summary>
internal sealed class ConvolveWeightGradient(ConvolutionGeometry geometry, Tensor x, Tensor outputGradient) : Operation(x, outputGradient)
{
    public static Tensor Apply(ConvolutionGeometry geometry, Tensor x, Tensor outputGradient)
    {
        var result = Tensor.Allocate(geometry.Weight);
        Convolution.WeightGradient(geometry, x, new OutputGradient(outputGradient), result);
        return IsRecorded(x, outputGradient) ? result.RecordedAs(new ConvolveWeightGradient(geometry, x, outputGradient)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => input == 0
        ? ConvolveInputGradient.Apply(geometry, Second!, gradient)
        : Convolve.Apply(geometry, First!, gradient, null);
}
