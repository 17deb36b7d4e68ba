namespace RedGradient.Attacks.Evasion;

/// <summary>PGD, projected gradient descent: many small steps up the loss from a random point of the ball, each followed by the way back into the ball.</summary>
/// <remarks>
/// Madry et al. 2018 (arXiv 1706.06083), section 2.1; on MNIST ε = 0.3 with 40 steps in L∞. In L2 a step follows the gradient scaled to the step's
/// length. The result of several restarts is the worst case for the model. With one step of length ε and no random start this is FGSM.
/// </remarks>
public sealed record ProjectedGradientDescent : BoundedAttack
{
    private readonly int steps = 40;
    private readonly int restarts = 1;
    private readonly float? stepSize;

    /// <inheritdoc/>
    public override string Name => (Norm == PerturbationNorm.L2 ? "PGD L2" : "PGD") + (Loss == ScoreLoss.CrossEntropy ? "" : $", {Loss.Name}");

    /// <summary>The norm of the ball; L∞ by default. Give an L2 ball a larger radius: a change of 0.3 in each of 784 pixels has length 8.4.</summary>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.LInfinity;

    /// <summary>The number of steps, at least 1; 40 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>
    /// The length of a step; null (the default) for 2.5·ε divided by the number of steps, so that every point of the ball can be reached from any start. The
    /// paper's 0.01 at ε = 0.3 and 40 steps cannot cross the ball, and is at times weaker than FGSM.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float? StepSize
    {
        get => stepSize;
        init => stepSize = value is null ? null : Require.Positive(value.Value, "The step size");
    }

    /// <summary>Whether to begin at a random point of the ball rather than at the image; true by default.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>How often to begin anew with the images that withstood, at least 1; 1 by default. Without a random start they all end at the same point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Restarts
    {
        get => restarts;
        init => restarts = Require.AtLeast(1, value, "The number of restarts");
    }

    /// <summary>The loss climbed; cross-entropy by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.CrossEntropy;

    /// <summary>
    /// Whether an image is left alone once it fools the classifier; true by default. With false every step is taken: for training, for transfer, and against
    /// a random defence, where one success is luck and the next draw may undo it.
    /// </summary>
    public bool StopAtSuccess { get; init; } = true;

    private protected override void Search(AttackBatch batch)
    {
        var ball = new Ball(Norm, Epsilon, Range);
        var alpha = StepSize ?? 2.5f * Epsilon / Steps;
        GradientAscent.Run(batch, new AscentPlan(Loss, Steps, (image, x, gradient, _) => Step(image, x, gradient, batch.Targeted ? -alpha : alpha))
        {
            Start = RandomStart ? ball.RandomPoint : null,
            Restarts = Restarts,
            StopAtSuccess = StopAtSuccess,
        });
    }

    // x ← Π(x + α·sign(∇ₓL)) in L∞, x ← Π(x + α·∇ₓL/‖∇ₓL‖₂) in L2; Π goes to the nearest point of the ball, then of the range.
    private void Step(ReadOnlySpan<float> image, Span<float> x, ReadOnlySpan<float> gradient, float alpha)
    {
        if (Norm == PerturbationNorm.LInfinity)
        {
            Pixels.AddSign(x, alpha, gradient);
            Pixels.HoldWithin(x, image, Epsilon);
        }
        else
        {
            Pixels.AddDirection(x, alpha, gradient);
            Pixels.ShortenTo(x, image, Epsilon);
        }

        Pixels.Clip(x, Range);
    }
}
