namespace RedGradient.Attacks.Evasion;

/// <summary>I-FGSM, the basic iterative method: FGSM in small steps, each followed by a return into the ball.</summary>
/// <remarks>Kurakin, Goodfellow and Bengio 2016 (arXiv 1607.02533), section 2.2. With one step it is FGSM. It starts at the image itself; PGD starts anywhere in the ball.</remarks>
public sealed record IterativeFastGradientSign : BoundedAttack
{
    private readonly int steps = 10;
    private readonly float? stepSize;

    /// <inheritdoc/>
    public override string Name => "I-FGSM";

    /// <summary>The number of steps, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>The length of a step; null (the default) for ε/steps, which just reaches the ball's surface.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float? StepSize
    {
        get => stepSize;
        init => stepSize = value is null ? null : Require.Positive(value.Value, "The step size");
    }

    /// <summary>The loss climbed; cross-entropy by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.CrossEntropy;

    /// <summary>Whether an image is left alone once it fools the classifier; true by default.</summary>
    public bool StopAtSuccess { get; init; } = true;

    private protected override void Search(AttackBatch batch)
    {
        var alpha = (batch.Targeted ? -1f : 1f) * (StepSize ?? Epsilon / Steps);
        GradientAscent.Run(batch, new AscentPlan(Loss, Steps, Step) { StopAtSuccess = StopAtSuccess });

        // x ← Π(x + α·sign(∇ₓL)): no value further than ε from the image's, none outside the range.
        void Step(ReadOnlySpan<float> image, Span<float> x, ReadOnlySpan<float> gradient, Span<float> memory)
        {
            Pixels.AddSign(x, alpha, gradient);
            Pixels.HoldWithin(x, image, Epsilon);
            Pixels.Clip(x, Range);
        }
    }
}
