using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>A function that can follow a dense layer within its operation: its derivative is known from its result.</summary>
internal abstract class Activation
{
    /// <summary>tanh.</summary>
    public static Activation Tangent { get; } = new TangentActivation();

    /// <summary>1/(1 + e^−x).</summary>
    public static Activation Logistic { get; } = new LogisticActivation();

    /// <summary>x where positive, else slope·x.</summary>
    /// <param name="slope">0 or more, so that the result has the sign of x.</param>
    public static Activation Rectifier(float slope) => new RectifierActivation(slope);

    /// <summary>Puts the function's result in place of each value.</summary>
    public abstract void Apply(Tensor values);

    /// <summary>The gradient with respect to the function's input.</summary>
    public abstract Tensor Gate(Tensor gradient, Tensor result);

    private sealed class TangentActivation : Activation
    {
        public override void Apply(Tensor values) => Elementwise.Map(default(TanhFunction), values, values);

        public override Tensor Gate(Tensor gradient, Tensor result) => TangentGate.Apply(gradient, result);
    }

    private sealed class LogisticActivation : Activation
    {
        public override void Apply(Tensor values) => Elementwise.Map(default(SigmoidFunction), values, values);

        public override Tensor Gate(Tensor gradient, Tensor result) => LogisticGate.Apply(gradient, result);
    }

    private sealed class RectifierActivation(float slope) : Activation
    {
        public override void Apply(Tensor values) => Elementwise.Map(new LeakyReluFunction(slope), values, values);

        public override Tensor Gate(Tensor gradient, Tensor result) => LeakyRectifierGate.Apply(gradient, result.Detach(), slope);
    }
}
