using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>How the weights of a layer are drawn before training.</summary>
/// <remarks>Immutable. The aim is that signals keep their size from layer to layer: forward with the fan-in, backward with the fan-out.</remarks>
public abstract record Initializer
{
    /// <summary>Uniform on ±√(6/(fan-in + fan-out)): for sigmoid and tanh (Glorot and Bengio 2010, section 4.2.1).</summary>
    public static Initializer Xavier { get; } = new XavierInitializer();

    /// <summary>Normal with variance 2/fan-in: for ReLU, which passes on half of the variance (He et al. 2015, section 2.2).</summary>
    public static Initializer He { get; } = new HeInitializer();

    /// <summary>Every weight the same: all units of a layer then learn the same thing.</summary>
    /// <param name="value">The weight.</param>
    public static Initializer Constant(float value) => new ConstantInitializer(value);

    /// <summary>Normal with mean 0 and a fixed standard deviation, whatever the layer's size.</summary>
    /// <param name="standardDeviation">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not a number.</exception>
    public static Initializer Normal(float standardDeviation) => standardDeviation >= 0f
        ? new NormalInitializer(standardDeviation)
        : throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, FormattableString.Invariant($"A standard deviation must be 0 or more; {standardDeviation} was given."));

    /// <summary>Draws a weight tensor.</summary>
    /// <param name="random">The source; it moves on.</param>
    /// <param name="fanIn">How many inputs one output sums over.</param>
    /// <param name="fanOut">How many outputs one input reaches.</param>
    /// <param name="shape">The shape of the weights.</param>
    public abstract Tensor Draw(SeededRandom random, int fanIn, int fanOut, params int[] shape);

    private sealed record XavierInitializer : Initializer
    {
        public override Tensor Draw(SeededRandom random, int fanIn, int fanOut, params int[] shape)
        {
            var limit = (float)Math.Sqrt(6.0 / (fanIn + fanOut));
            return Tensor.Uniform(random, -limit, limit, shape);
        }
    }

    private sealed record HeInitializer : Initializer
    {
        public override Tensor Draw(SeededRandom random, int fanIn, int fanOut, params int[] shape) =>
            Tensor.Normal(random, 0f, (float)Math.Sqrt(2.0 / fanIn), shape);
    }

    private sealed record ConstantInitializer(float Value) : Initializer
    {
        public override Tensor Draw(SeededRandom random, int fanIn, int fanOut, params int[] shape) => Tensor.Full(Value, shape);
    }

    private sealed record NormalInitializer(float StandardDeviation) : Initializer
    {
        public override Tensor Draw(SeededRandom random, int fanIn, int fanOut, params int[] shape) =>
            Tensor.Normal(random, 0f, StandardDeviation, shape);
    }
}
