namespace RedGradient.Networks;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1): steps by the running mean of the gradient over the root of the running mean of its square.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). Weight decay adds λ·w to the gradient;
/// <see cref="AdamW"/> takes it off the weight instead.
/// </remarks>
public sealed record Adam : AdaptiveOptimizer
{
    /// <summary>The paper's defaults: learning rate 0.001.</summary>
    public Adam()
    {
    }

    internal override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step) =>
        Moments.Update(weights, gradient, first, second, rate, step, addedDecay: WeightDecay, separateDecay: 0f);
}
