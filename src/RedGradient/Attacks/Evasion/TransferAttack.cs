using RedGradient.Networks;

namespace RedGradient.Attacks.Evasion;

/// <summary>Transfer: the images are perturbed against a surrogate, a model the attacker has, and handed to the one attacked, which is not asked at all.</summary>
/// <remarks>
/// Szegedy et al. 2014 (arXiv 1312.6199) and Papernot et al. 2016 (arXiv 1605.07277). The same class serves whenever gradients come from a stand-in: with
/// <see cref="BackwardPassApproximation"/> or <see cref="ExpectationOverTransformation"/> as the surrogate, the defence itself is what is attacked.
/// The counts of the result are those of the surrogate.
/// </remarks>
public sealed record TransferAttack : EvasionAttack
{
    /// <summary>Creates the attack; range, target and seed are those of the inner attack.</summary>
    /// <param name="surrogate">The model whose scores and gradients are used; scores alone, where the inner attack needs no more.</param>
    /// <param name="inner">The attack on it. One that takes every step (<c>StopAtSuccess = false</c>) transfers better.</param>
    public TransferAttack(IClassifier surrogate, EvasionAttack inner)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        ArgumentNullException.ThrowIfNull(inner);
        Surrogate = surrogate;
        Inner = inner;
        Range = inner.Range;
        Targeted = inner.Targeted;
        Seed = inner.Seed;
        RecordPath = inner.RecordPath;
    }

    /// <inheritdoc/>
    public override string Name => $"{Label} ({Inner.Name})";

    /// <inheritdoc/>
    public override bool NeedsGradients => false;

    /// <summary>The first part of the name; <c>Transfer</c> by default.</summary>
    public string Label { get; init; } = "Transfer";

    /// <summary>The model whose scores and gradients are used.</summary>
    public IClassifier Surrogate { get; init; }

    /// <summary>The attack on the surrogate.</summary>
    public EvasionAttack Inner { get; init; }

    /// <summary>The inner attack cuts the images into pieces of its own.</summary>
    private protected override int PieceSize => int.MaxValue;

    private protected override void Search(AttackBatch batch) => batch.Delegate(
        Surrogate,
        Inner with { Range = Range, Targeted = Targeted, Seed = Seed, RecordPath = RecordPath });
}
