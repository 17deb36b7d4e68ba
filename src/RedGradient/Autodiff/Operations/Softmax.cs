using System.Runtime.Intrinsics;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>e^x / Σ e^x over the last dimension, with the row's maximum taken off first so that nothing overflows.</summary>
internal sealed class Softmax(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var classes = RowLength(x, "Softmax");
        var result = Tensor.Allocate(x.Shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var start = 0; start < to.Length; start += classes)
        {
            var row = to.Slice(start, classes);
            var sum = ShiftedExponentials(from.Slice(start, classes), row, out _);
            Elementwise.Map(new ScaleFunction(1f / sum), row, row);
        }

        return IsRecorded(x) ? result.RecordedAs(new Softmax(x)) : result;
    }

    // ∂L/∂x = y ⊙ (g − Σ g⊙y).
    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        result * (gradient - (gradient * result).Sum(-1, keepDimension: true));

    internal static int RowLength(Tensor x, string operation) => x.Shape.Rank >= 1 && x.Shape[^1] >= 1
        ? x.Shape[^1]
        : throw new ArgumentException($"{operation} works on the last dimension, which must have at least one entry; the shape is {x.Shape}.");

    /// <summary>Writes e^(x − max) and returns the sum, from the first class to the last.</summary>
    internal static float ShiftedExponentials(ReadOnlySpan<float> x, Span<float> result, out float maximum)
    {
        maximum = x[0];
        for (var i = 1; i < x.Length; i++)
        {
            // A NaN wins, so that it is seen in the result.
            maximum = x[i] > maximum || float.IsNaN(x[i]) ? x[i] : maximum;
        }

        Elementwise.Map(new ShiftFunction(-maximum), x, result);
        Elementwise.Map(default(ExpFunction), result, result);
        var sum = 0f;
        foreach (var value in result)
        {
            sum += value;
        }

        return sum;
    }
}

/// <summary>ln softmax, computed as x − max − ln Σ e^(x − max).</summary>
internal sealed class LogSoftmax(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var classes = Softmax.RowLength(x, "Log-softmax");
        var result = Tensor.Allocate(x.Shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var start = 0; start < to.Length; start += classes)
        {
            var row = to.Slice(start, classes);
            var sum = Softmax.ShiftedExponentials(from.Slice(start, classes), row, out var maximum);
            var logarithm = CrossEntropy.Log(sum);
            for (var i = 0; i < classes; i++)
            {
                row[i] = from[start + i] - maximum - logarithm;
            }
        }

        return IsRecorded(x) ? result.RecordedAs(new LogSoftmax(x)) : result;
    }

    // ∂L/∂x = g − softmax(x)·Σ g.
    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        gradient - (result.Exp() * gradient.Sum(-1, keepDimension: true));
}

/// <summary>−ln softmax(logits)[label] for each row: [batch, classes] and labels to [batch].</summary>
internal sealed class CrossEntropy(Tensor logits, int[] labels) : Operation(logits)
{
    public static Tensor Apply(Tensor logits, int[] labels)
    {
        var classes = logits.Shape[1];
        var result = Tensor.Allocate(Shape.Owned(labels.Length));
        var from = logits.AsSpan();
        var to = result.MutableSpan;
        Span<float> exponentials = classes <= 256 ? stackalloc float[classes] : new float[classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var row = from.Slice(i * classes, classes);
            var sum = Softmax.ShiftedExponentials(row, exponentials, out var maximum);
            to[i] = maximum - row[labels[i]] + Log(sum);
        }

        return IsRecorded(logits) ? result.RecordedAs(new CrossEntropy(logits, labels)) : result;
    }

    // ∂L/∂logits = g·(softmax − one-hot).
    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        SubtractOneHot.Apply(Softmax.Apply(First!), labels) * gradient.Reshape(labels.Length, 1);

    internal static float Log(float x) => VectorMath.Log(Vector256.Create(x)).ToScalar();
}

/// <summary>Takes 1 off the label's entry of each row.</summary>
internal sealed class SubtractOneHot(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] labels)
    {
        var result = Tensor.Allocate(x.Shape);
        x.AsSpan().CopyTo(result.MutableSpan);
        var values = result.MutableSpan;
        for (var i = 0; i < labels.Length; i++)
        {
            values[(i * x.Shape[1]) + labels[i]] -= 1f;
        }

        return IsRecorded(x) ? result.RecordedAs(new SubtractOneHot(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient;
}
