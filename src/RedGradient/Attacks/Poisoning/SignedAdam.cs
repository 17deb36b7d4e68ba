using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Adam on the sign of the gradient: a value whose gradient keeps its sign moves by the full rate, one that wavers by less.</summary>
internal sealed class SignedAdam(int size)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly float[] first = new float[size];
    private readonly float[] second = new float[size];
    private int steps;

    public void Step(float[] values, float[] gradient, float rate)
    {
        steps++;
        var firstCorrection = (float)(1.0 / (1.0 - DeterministicMath.Pow(Beta1, steps)));
        var secondCorrection = (float)(1.0 / (1.0 - DeterministicMath.Pow(Beta2, steps)));
        for (var i = 0; i < values.Length; i++)
        {
            var sign = gradient[i] > 0f ? 1f : gradient[i] < 0f ? -1f : 0f;
            first[i] = (Beta1 * first[i]) + ((1f - Beta1) * sign);
            second[i] = (Beta2 * second[i]) + ((1f - Beta2) * sign * sign);
            values[i] -= rate * firstCorrection * first[i] / ((float)Math.Sqrt(second[i] * secondCorrection) + 1e-8f);
        }
    }
}
