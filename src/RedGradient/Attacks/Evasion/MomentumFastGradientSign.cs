namespace RedGradient.Attacks.Evasion;

/// <summary>MI-FGSM, iterative FGSM with momentum: g ← μ·g + ∇/‖∇‖₁, x ← x + α·sign(g). The remembered direction carries over to other models better.</summary>
/// <remarks>Dong et al. 2018 (arXiv 1710.06081), algorithm 1.</remarks>
public sealed record MomentumFastGradientSign : BoundedAttack
{
    private readonly int steps = 10;
    private readonly float? stepSize;
    private readonly float decay = 1f;

    /// <inheritdoc/>
    public override string Name => "MI-FGSM";

    /// <summary>The number of steps, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>The length of a step; null (the default) for ε/steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float? StepSize
    {
        get => stepSize;
        init => stepSize = value is null ? null : Require.Positive(value.Value, "The step size");
    }

    /// <summary>The share μ of the old direction that stays, at least 0; 1 by default. With 0 this is I-FGSM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Decay
    {
        get => decay;
        init => decay = Require.NotNegative(value, "The decay μ");
    }

    /// <summary>The loss climbed; cross-entropy by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.CrossEntropy;

    /// <summary>Whether an image is left alone once it fools the classifier; true by default. Set it to false for transfer to other models.</summary>
    public bool StopAtSuccess { get; init; } = true;

    private protected override void Search(AttackBatch batch)
    {
        var alpha = (batch.Targeted ? -1f : 1f) * (StepSize ?? Epsilon / Steps);
        GradientAscent.Run(batch, new AscentPlan(Loss, Steps, Step) { StopAtSuccess = StopAtSuccess, HasMemory = true });

        // g ← μ·g + ∇/‖∇‖₁, then x ← Π(x + α·sign(g)).
        void Step(ReadOnlySpan<float> image, Span<float> x, ReadOnlySpan<float> gradient, Span<float> g)
        {
            Remember(g, gradient);
            Pixels.AddSign(x, alpha, g);
            Pixels.HoldWithin(x, image, Epsilon);
            Pixels.Clip(x, Range);
        }
    }

    private void Remember(Span<float> g, ReadOnlySpan<float> gradient)
    {
        var size = 0.0;
        foreach (var value in gradient)
        {
            size += Math.Abs((double)value);
        }

        var factor = size > 0.0 && double.IsFinite(size) ? 1.0 / size : 0.0;
        for (var k = 0; k < g.Length; k++)
        {
            g[k] = (float)((Decay * (double)g[k]) + (factor == 0.0 ? 0.0 : factor * gradient[k]));
        }
    }
}
