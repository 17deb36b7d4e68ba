using System.Runtime.Intrinsics;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>The arithmetic that Adam and AdamW share.</summary>
internal sealed record AdaptiveMoments
{
    private const float Epsilon = 1e-8f;

    public float Beta1 { get; init; } = 0.9f;

    public float Beta2 { get; init; } = 0.999f;

    public void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate, int step, float addedDecay, float separateDecay)
    {
        // The corrections for averages that started at 0 go into two factors: η/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ).
        var constants = new Constants(
            this,
            (float)(-rate / (1.0 - DeterministicMath.Pow(Beta1, step))),
            (float)(1.0 / (1.0 - DeterministicMath.Pow(Beta2, step))),
            addedDecay,
            1f - (rate * separateDecay));
        var i = 0;
        for (; i + 8 <= weights.Length; i += 8)
        {
            Vector256<float> m = Vector256.Create<float>(first[i..]), v = Vector256.Create<float>(second[i..]);
            var w = constants.Step(Vector256.Create<float>(weights[i..]), Vector256.Create(gradient[i..]), ref m, ref v);
            w.CopyTo(weights[i..]);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
        }

        if (i < weights.Length)
        {
            Vector256<float> m = Elementwise.LoadPart(first[i..]), v = Elementwise.LoadPart(second[i..]);
            var w = constants.Step(Elementwise.LoadPart(weights[i..]), Elementwise.LoadPart(gradient[i..]), ref m, ref v);
            Elementwise.StorePart(w, weights[i..]);
            Elementwise.StorePart(m, first[i..]);
            Elementwise.StorePart(v, second[i..]);
        }
    }

    private readonly struct Constants(AdaptiveMoments moments, float rate, float secondCorrection, float decay, float shrink)
    {
        private readonly Vector256<float> beta1 = Vector256.Create(moments.Beta1);
        private readonly Vector256<float> rest1 = Vector256.Create(1f - moments.Beta1);
        private readonly Vector256<float> beta2 = Vector256.Create(moments.Beta2);
        private readonly Vector256<float> rest2 = Vector256.Create(1f - moments.Beta2);
        private readonly Vector256<float> rate = Vector256.Create(rate);
        private readonly Vector256<float> secondCorrection = Vector256.Create(secondCorrection);
        private readonly Vector256<float> decay = Vector256.Create(decay);
        private readonly Vector256<float> shrink = Vector256.Create(shrink);

        public Vector256<float> Step(Vector256<float> w, Vector256<float> gradient, ref Vector256<float> m, ref Vector256<float> v)
        {
            var g = Vector256.FusedMultiplyAdd(decay, w, gradient);
            m = Vector256.FusedMultiplyAdd(beta1, m, rest1 * g);
            v = Vector256.FusedMultiplyAdd(beta2, v, rest2 * (g * g));
            var size = Vector256.Sqrt(v * secondCorrection) + Vector256.Create(Epsilon);
            return Vector256.FusedMultiplyAdd(shrink, w, rate * m / size);
        }
    }
}
