namespace RedGradient.Networks;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1): steps by the running mean of the gradient over the root of the running mean of its square.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). Weight decay adds λ·w to the gradient;
/// <see cref="AdamW"/> takes it off the weight instead.
/// </remarks>
public sealed record Adam : Optimizer
{
    private readonly AdaptiveMoments moments = new();

    /// <summary>The paper's defaults: learning rate 0.001.</summary>
    public Adam()
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
        moments.Update(weights, gradient, first, second, rate, step, addedDecay: WeightDecay, separateDecay: 0f);
}
