using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>x + y.</summary>
internal sealed class Add(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        var result = Broadcasting.Zip(default(AddFunction), x, y, "Addition");
        return IsRecorded(x, y) ? result.RecordedAs(new Add(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient.SumTo(Input(input)!.Shape);
}

/// <summary>x − y.</summary>
internal sealed class Subtract(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        var result = Broadcasting.Zip(default(SubtractFunction), x, y, "Subtraction");
        return IsRecorded(x, y) ? result.RecordedAs(new Subtract(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        input == 0 ? gradient.SumTo(First!.Shape) : (-gradient).SumTo(Second!.Shape);
}

/// <summary>x·y, element by element: each input's gradient is the other's value.</summary>
internal sealed class Multiply(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        var result = Broadcasting.Zip(default(MultiplyFunction), x, y, "Multiplication");
        return IsRecorded(x, y) ? result.RecordedAs(new Multiply(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        input == 0 ? (gradient * Second!).SumTo(First!.Shape) : (gradient * First!).SumTo(Second!.Shape);
}

/// <summary>x/y: ∂/∂x = 1/y, ∂/∂y = −(x/y)/y.</summary>
internal sealed class Divide(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        var result = Broadcasting.Zip(default(DivideFunction), x, y, "Division");
        return IsRecorded(x, y) ? result.RecordedAs(new Divide(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        input == 0 ? (gradient / Second!).SumTo(First!.Shape) : (-gradient * result / Second!).SumTo(Second!.Shape);
}

/// <summary>Σx², in one pass: the gradient is 2x.</summary>
internal sealed class SumOfSquares(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = Tensor.Allocate(Shape.Scalar);
        result.MutableSpan[0] = (float)Reduction.Dot(x.AsSpan(), x.AsSpan());
        return IsRecorded(x) ? result.RecordedAs(new SumOfSquares(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => First! * (gradient * 2f);
}

/// <summary>factor·x.</summary>
internal sealed class Scale(Tensor x, float factor) : Operation(x)
{
    public static Tensor Apply(Tensor x, float factor)
    {
        var result = x.Map(new ScaleFunction(factor));
        return IsRecorded(x) ? result.RecordedAs(new Scale(x, factor)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * factor;
}

/// <summary>x + amount.</summary>
internal sealed class Shift(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x, float amount)
    {
        var result = x.Map(new ShiftFunction(amount));
        return IsRecorded(x) ? result.RecordedAs(new Shift(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient;
}

/// <summary>The larger of x and y; the gradient goes to the winner, at a tie to x.</summary>
internal sealed class Maximum(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        var result = Broadcasting.Zip(default(MaximumFunction), x, y, "Maximum");
        return IsRecorded(x, y) ? result.RecordedAs(new Maximum(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient)
    {
        // 1 where x ≥ y.
        var first = (First!.Detach() - Second!.Detach()).Map(new InsideFunction(0f, float.PositiveInfinity));
        return input == 0 ? (gradient * first).SumTo(First!.Shape) : (gradient * (1f - first)).SumTo(Second!.Shape);
    }
}
