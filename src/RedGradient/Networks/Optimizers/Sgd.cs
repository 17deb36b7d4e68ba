using System.Runtime.Intrinsics;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>Stochastic gradient descent: w ← w − η·g, with momentum v ← μ·v + g, w ← w − η·v.</summary>
/// <remarks>Weight decay adds λ·w to the gradient. Nesterov's form steps by g + μ·v (Sutskever et al. 2013, as frameworks write it).</remarks>
public sealed record Sgd : Optimizer
{
    private readonly float momentum;

    /// <summary>Plain descent with learning rate 0.1.</summary>
    public Sgd()
        : base(0.1f)
    {
    }

    /// <summary>μ, how much of the last step's direction stays, from 0 to below 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Momentum
    {
        get => momentum;
        init => momentum = CheckDecay(value, nameof(Momentum));
    }

    /// <summary>Whether the gradient is looked up ahead of the step; false by default.</summary>
    public bool Nesterov { get; init; }

    internal override int StateCount => momentum > 0f ? 1 : 0;

    internal override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step)
    {
        if (momentum == 0f)
        {
            Elementwise.Zip(new PlainStep(rate, WeightDecay), weights, gradient, weights);
            return;
        }

        // v ← μ·v + (g + λ·w), then w ← w − η·(v or g + μ·v).
        var i = 0;
        Vector256<float> mu = Vector256.Create(momentum), eta = Vector256.Create(-rate), decay = Vector256.Create(WeightDecay);
        for (; i + 8 <= weights.Length; i += 8)
        {
            Step(Vector256.Create<float>(weights[i..]), Vector256.Create(gradient[i..]), Vector256.Create<float>(first[i..]), mu, eta, decay, out var w, out var v);
            w.CopyTo(weights[i..]);
            v.CopyTo(first[i..]);
        }

        if (i < weights.Length)
        {
            Step(Elementwise.LoadPart(weights[i..]), Elementwise.LoadPart(gradient[i..]), Elementwise.LoadPart(first[i..]), mu, eta, decay, out var w, out var v);
            Elementwise.StorePart(w, weights[i..]);
            Elementwise.StorePart(v, first[i..]);
        }
    }

    private void Step(
        Vector256<float> weight, Vector256<float> gradient, Vector256<float> velocity, Vector256<float> mu, Vector256<float> eta, Vector256<float> decay, out Vector256<float> newWeight, out Vector256<float> newVelocity)
    {
        var g = Vector256.FusedMultiplyAdd(decay, weight, gradient);
        newVelocity = Vector256.FusedMultiplyAdd(mu, velocity, g);
        newWeight = Vector256.FusedMultiplyAdd(eta, Nesterov ? Vector256.FusedMultiplyAdd(mu, newVelocity, g) : newVelocity, weight);
    }

    private readonly struct PlainStep(float rate, float decay) : IBinaryFunction
    {
        private readonly float rate = rate;
        private readonly float decay = decay;

        public Vector256<float> Apply(Vector256<float> w, Vector256<float> g) =>
            Vector256.FusedMultiplyAdd(Vector256.Create(-rate), Vector256.FusedMultiplyAdd(Vector256.Create(decay), w, g), w);
    }
}
