using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

internal readonly struct AddFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x + y;
}

internal readonly struct SubtractFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x - y;
}

internal readonly struct MultiplyFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x * y;
}

internal readonly struct DivideFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x / y;
}

internal readonly struct MaximumFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => VectorMath.AtLeast(x, y);
}

internal readonly struct MinimumFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => VectorMath.AtMost(x, y);
}

internal readonly struct ScaleFunction(float factor) : IUnaryFunction
{
    private readonly float factor = factor;

    public Vector256<float> Apply(Vector256<float> x) => x * Vector256.Create(factor);
}

internal readonly struct ShiftFunction(float amount) : IUnaryFunction
{
    private readonly float amount = amount;

    public Vector256<float> Apply(Vector256<float> x) => x + Vector256.Create(amount);
}

internal readonly struct ExpFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Exp(x);
}

internal readonly struct LogFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Log(x);
}

internal readonly struct SqrtFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => Vector256.Sqrt(x);
}

internal readonly struct AbsFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => Vector256.Abs(x);
}

internal readonly struct SignFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x)
    {
        var positive = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), Vector256.Create(1f), Vector256<float>.Zero);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(-1f), positive);
    }
}

internal readonly struct ClampFunction(float minimum, float maximum) : IUnaryFunction
{
    private readonly float minimum = minimum;
    private readonly float maximum = maximum;

    public Vector256<float> Apply(Vector256<float> x) => VectorMath.AtMost(VectorMath.AtLeast(x, Vector256.Create(minimum)), Vector256.Create(maximum));
}

/// <summary>1 where minimum ≤ x ≤ maximum, 0 elsewhere.</summary>
internal readonly struct InsideFunction(float minimum, float maximum) : IUnaryFunction
{
    private readonly float minimum = minimum;
    private readonly float maximum = maximum;

    public Vector256<float> Apply(Vector256<float> x)
    {
        var inside = Vector256.GreaterThanOrEqual(x, Vector256.Create(minimum)) & Vector256.LessThanOrEqual(x, Vector256.Create(maximum));
        return Vector256.ConditionalSelect(inside, Vector256.Create(1f), Vector256<float>.Zero);
    }
}

internal readonly struct TanhFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Tanh(x);
}

internal readonly struct SigmoidFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.Sigmoid(x);
}

/// <summary>x where positive, else slope·x; with slope 0 the rectifier. NaN stays NaN.</summary>
internal readonly struct LeakyReluFunction(float slope) : IUnaryFunction
{
    private readonly float slope = slope;

    public Vector256<float> Apply(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<float>.Zero), slope == 0f ? Vector256<float>.Zero : x * Vector256.Create(slope), x);
}

/// <summary>2·x·y, as the sum of the product with itself.</summary>
internal readonly struct TwiceProductFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> x, Vector256<float> y)
    {
        var product = x * y;
        return product + product;
    }
}

/// <summary>The gradient g where x is positive, else slope·g.</summary>
internal readonly struct LeakyReluGateFunction(float slope) : IBinaryFunction
{
    private readonly float slope = slope;

    public Vector256<float> Apply(Vector256<float> g, Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), g, slope == 0f ? Vector256<float>.Zero : g * Vector256.Create(slope));
}

/// <summary>g·(1 − y²), the gradient of y = tanh x.</summary>
internal readonly struct TanhGateFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> g, Vector256<float> y) => g * Vector256.FusedMultiplyAdd(-y, y, Vector256.Create(1f));
}

/// <summary>g·y·(1 − y), the gradient of y = σ(x).</summary>
internal readonly struct SigmoidGateFunction : IBinaryFunction
{
    public Vector256<float> Apply(Vector256<float> g, Vector256<float> y) => g * Vector256.FusedMultiplyAdd(-y, y, y);
}

internal readonly struct GeluFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => x * VectorMath.NormalCumulative(x);
}

internal readonly struct NormalCumulativeFunction : IUnaryFunction
{
    public Vector256<float> Apply(Vector256<float> x) => VectorMath.NormalCumulative(x);
}
