namespace RedGradient.Networks;

/// <summary>How gradients become changes of the weights. An optimiser is an immutable recipe; <see cref="Start"/> makes the state of one training run.</summary>
public abstract record Optimizer
{
    private readonly float learningRate;
    private readonly float weightDecay;

    /// <summary>Creates the recipe with its usual learning rate.</summary>
    /// <param name="learningRate">Above 0.</param>
    protected Optimizer(float learningRate) => this.learningRate = learningRate;

    /// <summary>The size of a step, above 0. A schedule multiplies it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float LearningRate
    {
        get => learningRate;
        init => learningRate = Require.Positive(value, "A learning rate");
    }

    /// <summary>λ of weight decay, at least 0; 0 by default. Biases decay like weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float WeightDecay
    {
        get => weightDecay;
        init => weightDecay = float.IsFinite(value) && value >= 0f
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"Weight decay must be a finite number, 0 or more; {value} was given."));
    }

    /// <summary>Begins a run over these parameters, all running averages at 0.</summary>
    /// <param name="parameters">What will be changed.</param>
    public OptimizerRun Start(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new OptimizerRun(this, parameters, StateCount);
    }

    /// <summary>How many running averages are kept for each weight.</summary>
    internal abstract int StateCount { get; }

    /// <summary>Changes one parameter in place.</summary>
    /// <param name="weights">The values.</param>
    /// <param name="gradient">The gradient of the loss, of the same length.</param>
    /// <param name="first">The first running average, where kept.</param>
    /// <param name="second">The second running average, where kept.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="step">The number of this step, from 1.</param>
    internal abstract void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step);

    /// <summary>A factor from [0, 1) that says how much of a running average stays.</summary>
    /// <param name="value">The value given.</param>
    /// <param name="name">What it is called.</param>
    protected static float CheckDecay(float value, string name) => value is >= 0f and < 1f
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be from 0 to below 1; {value} was given."));
}
