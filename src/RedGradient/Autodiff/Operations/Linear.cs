using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>φ(X·W + b): a dense layer in one operation, with the activation behind it where there is one. X is [batch, inputs], W [inputs, outputs], b [outputs].</summary>
internal sealed class Linear(Tensor x, Tensor weight, Tensor bias, Activation? activation) : Operation(x, weight, bias)
{
    private (Tensor Of, Tensor Result)? gated;

    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, Activation? activation = null)
    {
        if (x.Shape.Rank != 2 || x.Shape[1] != weight.Shape[0])
        {
            throw new ArgumentException($"A dense layer of {weight.Shape[0]} inputs needs a batch [batch, {weight.Shape[0]}]; its input has the shape {x.Shape}.");
        }

        // Each row starts as the bias; the product is added to it.
        var result = Tensor.Allocate(Shape.Owned(x.Shape[0], weight.Shape[1]));
        Broadcasting.FillRows(bias.AsSpan(), result.MutableSpan);
        MatrixMultiply.Run(x, weight, false, false, result);
        activation?.Apply(result);
        return IsRecorded(x, weight, bias) ? result.RecordedAs(new Linear(x, weight, bias, activation)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient)
    {
        var output = activation is null ? gradient : Gate(activation, result, gradient);
        return input switch
        {
            0 => MatrixMultiply.Apply(output, Second!, transposeY: true),
            1 => MatrixMultiply.Apply(First!, output, transposeX: true),
            _ => output.SumTo(Third!.Shape),
        };
    }

    // The gradient before the activation, which all three inputs ask for.
    private Tensor Gate(Activation function, Tensor result, Tensor gradient)
    {
        if (gated is not { } known || !ReferenceEquals(known.Of, gradient))
        {
            gated = known = (gradient, function.Gate(gradient, result));
        }

        return known.Result;
    }
}
