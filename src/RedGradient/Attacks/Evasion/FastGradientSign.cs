namespace RedGradient.Attacks.Evasion;

/// <summary>FGSM, the fast gradient sign method: x' = x + ε·sign(∇ₓL(x, y)), one step with the sign of the gradient that trains the network.</summary>
/// <remarks>
/// Goodfellow, Shlens and Szegedy 2014 (arXiv 1412.6572), section 4. Costs one gradient an image. Every image is moved, also one that was wrong
/// before. The paper's table is made with ε = 0.25 and without clipping: <c>new FastGradientSign { Range = null }</c>.
/// Targeted: x − ε·sign(∇ₓL(x, wanted)).
/// </remarks>
public sealed record FastGradientSign : BoundedAttack
{
    /// <summary>FGSM with ε = 0.25.</summary>
    public FastGradientSign() => Epsilon = 0.25f;

    /// <inheritdoc/>
    public override string Name => "FGSM";

    /// <summary>The loss climbed; cross-entropy by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.CrossEntropy;

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        var x = batch.OriginalsOf(rows);
        var gradient = batch.LossGradient(x, rows, Loss).Gradient.AsSpan();

        // x' = x + ε·sign(∇ₓL), or x − ε·sign(∇ₓL) towards a wanted class.
        var perturbed = (float[])x.Clone();
        Pixels.AddSign(perturbed, batch.Targeted ? -Epsilon : Epsilon, gradient);
        Pixels.Clip(perturbed, Range);

        batch.Visit(rows, x);
        batch.Visit(rows, perturbed);
        batch.AcceptAll(rows, perturbed);
    }
}
