using System.Runtime.Intrinsics;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>RMSprop (Tieleman and Hinton 2012, lecture 6e): divides each gradient by the root of its running mean square.</summary>
/// <remarks>v ← ρ·v + (1 − ρ)·g², w ← w − η·g/(√v + 1e-8). Weight decay adds λ·w to the gradient.</remarks>
public sealed record RmsProp : Optimizer
{
    private readonly float decay = 0.99f;

    /// <summary>Learning rate 0.001.</summary>
    public RmsProp()
        : base(0.001f)
    {
    }

    /// <summary>ρ, from 0 to below 1; 0.99 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Decay
    {
        get => decay;
        init => decay = CheckDecay(value, nameof(Decay));
    }

    internal override int StateCount => 1;

    internal override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step)
    {
        for (var i = 0; i < weights.Length; i += 8)
        {
            var length = Math.Min(8, weights.Length - i);
            Span<float> w = weights.Slice(i, length), v = first.Slice(i, length);
            var weight = Elementwise.LoadPart(w);
            var g = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), weight, Elementwise.LoadPart(gradient.Slice(i, length)));
            var square = Vector256.FusedMultiplyAdd(Vector256.Create(decay), Elementwise.LoadPart(v), Vector256.Create(1f - decay) * (g * g));
            Elementwise.StorePart(square, v);
            Elementwise.StorePart(weight - (Vector256.Create(rate) * g / (Vector256.Sqrt(square) + Vector256.Create(1e-8f))), w);
        }
    }
}
