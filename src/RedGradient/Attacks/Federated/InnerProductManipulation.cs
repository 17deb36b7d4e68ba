using RedGradient.Tensors;

namespace RedGradient.Attacks.Federated;

/// <summary>A short step backwards: all send −ε times the mean of the honest updates.</summary>
/// <remarks>
/// Xie, Koyejo and Gupta 2019 (arXiv 1903.03936). Honest updates differ by much more than their mean is long, so a short vector lies close to all of them, and the liars agree with each
/// other: Krum takes it, and the network goes uphill.
/// </remarks>
public sealed record InnerProductManipulation : ByzantineAttack
{
    private readonly float scale = 0.5f;

    /// <inheritdoc/>
    public override string Name => "inner-product manipulation";

    /// <summary>ε, above 0; 0.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Scale
    {
        get => scale;
        init => scale = Require.Positive(value, "The length of the step backwards");
    }

    /// <inheritdoc/>
    protected override void Send(Span<float> update, ReadOnlySpan<float> honest, SeededRandom random)
    {
        var workers = honest.Length / update.Length;
        for (var k = 0; k < update.Length; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < workers; i++)
            {
                sum += honest[(i * update.Length) + k];
            }

            update[k] = (float)(-Scale * sum / workers);
        }
    }
}
