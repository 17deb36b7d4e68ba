namespace RedGradient.Networks;

/// <summary>Adam with weight decay apart from the gradient: w ← w − η·λ·w beside Adam's step (Loshchilov and Hutter 2019, algorithm 2).</summary>
public sealed record AdamW : AdaptiveOptimizer
{
    /// <summary>The paper's defaults: learning rate 0.001.</summary>
    public AdamW()
    {
    }

    internal override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step) =>
        Moments.Update(weights, gradient, first, second, rate, step, addedDecay: 0f, separateDecay: WeightDecay);
}
