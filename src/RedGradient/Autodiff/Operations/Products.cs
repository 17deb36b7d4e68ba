using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>op(X)·op(Y) of two matrices, each as it is or transposed.</summary>
internal sealed class MatrixMultiply(Tensor x, Tensor y, bool transposeX, bool transposeY) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y, bool transposeX = false, bool transposeY = false)
    {
        CheckMatrix(x, "left");
        CheckMatrix(y, "right");
        int rows = x.Shape[transposeX ? 1 : 0], inner = x.Shape[transposeX ? 0 : 1];
        int columns = y.Shape[transposeY ? 0 : 1], innerRight = y.Shape[transposeY ? 1 : 0];
        if (inner != innerRight)
        {
            throw new ArgumentException(
                $"Matrix product: {x.Shape}{(transposeX ? " transposed" : "")} times {y.Shape}{(transposeY ? " transposed" : "")} has the inner lengths {inner} and {innerRight}; they must be equal.");
        }

        var result = Tensor.AllocateZeros(Shape.Owned(rows, columns));
        Run(x, y, transposeX, transposeY, result);
        return IsRecorded(x, y) ? result.RecordedAs(new MatrixMultiply(x, y, transposeX, transposeY)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => input == 0
        ? (transposeX ? Apply(Second!, gradient, transposeY, true) : Apply(gradient, Second!, false, !transposeY))
        : (transposeY ? Apply(gradient, First!, true, transposeX) : Apply(First!, gradient, !transposeX, false));

    /// <summary>Adds the product to what the result holds.</summary>
    internal static unsafe void Run(Tensor x, Tensor y, bool transposeX, bool transposeY, Tensor result)
    {
        fixed (float* left = x.AsSpan(), right = y.AsSpan(), target = result.MutableSpan)
        {
            var a = MatrixView.Plain(left, x.Shape[0], x.Shape[1]);
            var b = MatrixView.Plain(right, y.Shape[0], y.Shape[1]);
            MatrixProduct.MultiplyAdd(transposeX ? a.Transposed : a, transposeY ? b.Transposed : b, target);
        }
    }

    private static void CheckMatrix(Tensor tensor, string side)
    {
        if (tensor.Shape.Rank != 2)
        {
            throw new ArgumentException($"Matrix product: the {side} factor must have two dimensions; its shape is {tensor.Shape}.");
        }
    }
}

/// <summary>The transpose of a matrix.</summary>
internal sealed class Transpose(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        if (x.Shape.Rank != 2)
        {
            throw new ArgumentException($"Only a matrix can be transposed; the shape is {x.Shape}.");
        }

        int rows = x.Shape[0], columns = x.Shape[1];
        var result = Tensor.Allocate(Shape.Owned(columns, rows));
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                to[(j * rows) + i] = from[(i * columns) + j];
            }
        }

        return IsRecorded(x) ? result.RecordedAs(new Transpose(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => Apply(gradient);
}
