using RedGradient.Tensors;

namespace RedGradient.Attacks.Federated;

/// <summary>Noise in place of updates: every coordinate is drawn from N(0, σ²).</summary>
/// <remarks>The Gaussian attack of Blanchard et al. 2017, <i>Machine learning with adversaries: Byzantine tolerant gradient descent</i>.</remarks>
public sealed record GaussianUpdates : ByzantineAttack
{
    private readonly float standardDeviation = 200f;

    /// <inheritdoc/>
    public override string Name => "Gaussian noise";

    /// <summary>σ, above 0; 200 by default, as in the paper.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float StandardDeviation
    {
        get => standardDeviation;
        init => standardDeviation = Require.Positive(value, "The standard deviation of the noise");
    }

    /// <inheritdoc/>
    protected override void Send(Span<float> update, ReadOnlySpan<float> honest, SeededRandom random)
    {
        foreach (ref var value in update)
        {
            value = (float)(StandardDeviation * random.NextNormal());
        }
    }
}
