namespace RedGradient.Networks;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> share: running means of the gradient and of its square.</summary>
public abstract record AdaptiveOptimizer : Optimizer
{
    // The paper's defaults: learning rate 0.001.
    private protected AdaptiveOptimizer()
        : base(0.001f)
    {
    }

    /// <summary>β₁, from 0 to below 1; 0.9 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta1
    {
        get => Moments.Beta1;
        init => Moments = Moments with { Beta1 = CheckDecay(value, nameof(Beta1)) };
    }

    /// <summary>β₂, from 0 to below 1; 0.999 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta2
    {
        get => Moments.Beta2;
        init => Moments = Moments with { Beta2 = CheckDecay(value, nameof(Beta2)) };
    }

    internal override int StateCount => 2;

    private protected AdaptiveMoments Moments { get; private init; } = new();
}
