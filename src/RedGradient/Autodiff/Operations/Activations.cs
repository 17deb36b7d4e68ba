using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>x where positive, else slope·x; slope 0 is the rectifier.</summary>
internal sealed class LeakyRectifier(Tensor x, float slope) : Operation(x)
{
    public static Tensor Apply(Tensor x, float slope)
    {
        var result = x.Map(new LeakyReluFunction(slope));
        return IsRecorded(x) ? result.RecordedAs(new LeakyRectifier(x, slope)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => LeakyRectifierGate.Apply(gradient, First!.Detach(), slope);
}

/// <summary>The gradient where x is positive, slope times it elsewhere. It depends on x in jumps only, so x has no gradient.</summary>
internal sealed class LeakyRectifierGate(Tensor gradient, Tensor x, float slope) : Operation(gradient)
{
    public static Tensor Apply(Tensor gradient, Tensor x, float slope)
    {
        var result = gradient.Zip(new LeakyReluGateFunction(slope), x);
        return IsRecorded(gradient) ? result.RecordedAs(new LeakyRectifierGate(gradient, x, slope)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => Apply(gradient, x, slope);
}

/// <summary>y = tanh x, with derivative 1 − y².</summary>
internal sealed class HyperbolicTangent(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(TanhFunction));
        return IsRecorded(x) ? result.RecordedAs(new HyperbolicTangent(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => TangentGate.Apply(gradient, result);
}

/// <summary>g·(1 − y²).</summary>
internal sealed class TangentGate(Tensor g, Tensor y) : Operation(g, y)
{
    public static Tensor Apply(Tensor g, Tensor y)
    {
        var result = g.Zip(default(TanhGateFunction), y);
        return IsRecorded(g, y) ? result.RecordedAs(new TangentGate(g, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        input == 0 ? Apply(gradient, Second!) : gradient * First! * Second! * -2f;
}

/// <summary>y = σ(x), with derivative y(1 − y).</summary>
internal sealed class Logistic(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(SigmoidFunction));
        return IsRecorded(x) ? result.RecordedAs(new Logistic(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => LogisticGate.Apply(gradient, result);
}

/// <summary>g·y(1 − y).</summary>
internal sealed class LogisticGate(Tensor g, Tensor y) : Operation(g, y)
{
    public static Tensor Apply(Tensor g, Tensor y)
    {
        var result = g.Zip(default(SigmoidGateFunction), y);
        return IsRecorded(g, y) ? result.RecordedAs(new LogisticGate(g, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        input == 0 ? Apply(gradient, Second!) : gradient * First! * (1f - (Second! * 2f));
}

/// <summary>x·Φ(x), the Gaussian error linear unit, with derivative Φ(x) + x·φ(x).</summary>
internal sealed class GaussianErrorLinear(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(GeluFunction));
        return IsRecorded(x) ? result.RecordedAs(new GaussianErrorLinear(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) =>
        gradient * (NormalCumulative.Apply(First!) + (First! * NormalCumulative.Density(First!)));
}

/// <summary>Φ(x), the normal distribution function, with derivative φ(x) = e^{−x²/2}/√(2π).</summary>
internal sealed class NormalCumulative(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x)
    {
        var result = x.Map(default(NormalCumulativeFunction));
        return IsRecorded(x) ? result.RecordedAs(new NormalCumulative(x)) : result;
    }

    public static Tensor Density(Tensor x) => (x * x * -0.5f).Exp() * 0.39894228f;

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient * Density(First!);
}
