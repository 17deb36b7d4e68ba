namespace RedGradient.Networks;

/// <summary>Adam with weight decay apart from the gradient: w ← w − η·λ·w beside Adam's step (Loshchilov and Hutter 2019, algorithm 2).</summary>
public sealed record AdamW : Optimizer
{
    private readonly AdaptiveMoments moments = new();

    /// <summary>The paper's defaults: learning rate 0.001.</summary>
    public AdamW()
        : base(0.001f)
    {
    }

    /// <summary>β₁, from 0 to below 1; 0.9 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta1
    {
        get => moments.Beta1;
        init => moments = moments with { Beta1 = CheckDecay(value, nameof(Beta1)) };
    }

    /// <summary>β₂, from 0 to below 1; 0.999 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta2
    {
        get => moments.Beta2;
        init => moments = moments with { Beta2 = CheckDecay(value, nameof(Beta2)) };
    }

    internal override int StateCount => 2;

    internal override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step) =>
        moments.Update(weights, gradient, first, second, rate, step, addedDecay: 0f, separateDecay: WeightDecay);
}
