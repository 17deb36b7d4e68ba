using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>What all attacks of this library share: the range, the seed, the checks and the result. An attack is an immutable record of its options.</summary>
/// <remarks>
/// Each image is attacked on its own, with random numbers that depend on the seed and its place in the batch alone: its result does not depend on
/// its neighbours. Images go through in pieces, so a batch may be a whole test set. Safe for use by several threads if the classifier is.
/// </remarks>
public abstract record EvasionAttack : IEvasionAttack
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual bool NeedsGradients => true;

    /// <summary>
    /// The values an image may have, 0 to 1 by default: the result is clipped to them and images outside are refused. Null for no
    /// clipping, the convention of the early papers.
    /// </summary>
    public ValueRange? Range { get; init; } = ValueRange.Unit;

    /// <summary>Whether the labels given are the classes wanted, rather than the true ones. False by default.</summary>
    public bool Targeted { get; init; }

    /// <summary>Decides every random choice; 1 by default. Attacks without random choices ignore it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the result holds every point visited; false by default, because it takes memory.</summary>
    public bool RecordPath { get; init; }

    /// <inheritdoc/>
    public AttackResult Perturb(IClassifier classifier, Tensor images, int[] labels, CancellationToken cancellationToken = default)
    {
        AttackInput.Check(classifier, images, labels, Range);
        AttackInput.CheckGradients(this, classifier);
        var before = AttackInput.CheckedScores(classifier, images, labels);
        var found = Run(classifier, images, labels, AmbientCancellation.Or(cancellationToken));
        return new AttackResult(this, images, labels, before, found, AttackInput.ScoresInPieces(classifier, found.Perturbed));
    }

    /// <summary>The perturbed images alone, without the checks and the two evaluations: for a step of adversarial training.</summary>
    internal Tensor PerturbUnchecked(IClassifier classifier, Tensor images, int[] labels) =>
        Run(classifier, images, labels, CancellationToken.None).Perturbed;

    /// <summary>How many images are attacked at a time: enough to fill the cores, few enough to stay in the cache.</summary>
    private protected virtual int PieceSize => 256;

    private protected abstract void Search(AttackBatch batch);

    internal AttackFindings Run(IClassifier classifier, Tensor images, int[] labels, CancellationToken token)
    {
        var findings = new AttackFindings(images, RecordPath);
        for (var start = 0; start < labels.Length; start += PieceSize)
        {
            var count = Math.Min(PieceSize, labels.Length - start);
            var batch = new AttackBatch(classifier, images, labels, start, count, this, findings, token);
            Search(batch);
            if (start + count < labels.Length)
            {
                AmbientProgress.Report(FormattableString.Invariant($"{Name}: {start + count} of {labels.Length} images"), (double)(start + count) / labels.Length);
            }
        }

        return findings;
    }
}
