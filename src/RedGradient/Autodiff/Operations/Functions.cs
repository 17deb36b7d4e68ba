using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>e^x, its own derivative.</summary>
internal sealed class Exponential(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(ExpFunction));
        return IsRecorded(x) ? result.RecordedAs(new Exponential(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * result;
}

/// <summary>ln x, with derivative 1/x.</summary>
internal sealed class Logarithm(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(LogFunction));
        return IsRecorded(x) ? result.RecordedAs(new Logarithm(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient / First!;
}

/// <summary>√x, with derivative 1/(2√x).</summary>
internal sealed class SquareRoot(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(SqrtFunction));
        return IsRecorded(x) ? result.RecordedAs(new SquareRoot(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * 0.5f / result;
}

/// <summary>|x|, with derivative sign x; 0 at 0.</summary>
internal sealed class Absolute(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(AbsFunction));
        return IsRecorded(x) ? result.RecordedAs(new Absolute(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * First!.Sign();
}

/// <summary>x held between two bounds; outside them the gradient is 0.</summary>
internal sealed class Clamp(Tensor x, float minimum, float maximum) : Operation(x)
{
    public static Tensor Apply(Tensor x, float minimum, float maximum)
    {
        var result = x.Map(new ClampFunction(minimum, maximum));
        return IsRecorded(x) ? result.RecordedAs(new Clamp(x, minimum, maximum)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * First!.Detach().Map(new InsideFunction(minimum, maximum));
}
