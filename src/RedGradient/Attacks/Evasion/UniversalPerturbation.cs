using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>A universal perturbation: one δ in the L∞ ball that, added to almost any image, changes the answer.</summary>
/// <remarks>
/// The finding is Moosavi-Dezfooli et al. 2017 (arXiv 1610.08401); δ is computed as Shafahi et al. 2020 (arXiv 1811.11304) do, by signed steps along
/// the mean gradient of minibatches, with the loss cut off where an image is fooled already. Targeted: one δ that sends the images to their wanted classes.
/// </remarks>
public sealed record UniversalPerturbation : BoundedAttack
{
    private readonly int epochs = 10;
    private readonly int batchSize = 64;
    private readonly float? stepSize;

    /// <inheritdoc/>
    public override string Name => "Universal perturbation";

    /// <summary>How often the images are gone through, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Epochs
    {
        get => epochs;
        init => epochs = Require.AtLeast(1, value, "The number of epochs");
    }

    /// <summary>Images of a step, at least 1; 64 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchSize
    {
        get => batchSize;
        init => batchSize = Require.AtLeast(1, value, "The batch size");
    }

    /// <summary>The length of a step; null (the default) for ε/10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float? StepSize
    {
        get => stepSize;
        init => stepSize = value is null ? null : Require.Positive(value.Value, "The step size");
    }

    /// <summary>One δ cannot be found image by image: all images form one piece.</summary>
    private protected override int PieceSize => int.MaxValue;

    /// <summary>Finds δ on some images, for use on others with <see cref="Apply"/>.</summary>
    /// <param name="classifier">The model attacked.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>.</param>
    /// <param name="labels">One class for each.</param>
    /// <param name="cancellationToken">Ends the search between two steps.</param>
    /// <returns>δ, of one image's shape, with every value from −ε to ε.</returns>
    /// <exception cref="ArgumentException">As for <see cref="EvasionAttack.Perturb"/>.</exception>
    public Tensor Find(IDifferentiableClassifier classifier, Tensor images, int[] labels, CancellationToken cancellationToken = default)
    {
        AttackInput.Check(classifier, images, labels, Range);
        AttackInput.CheckedScores(classifier, images, labels);
        var findings = new AttackFindings(images, recordPath: false);
        var batch = new AttackBatch(classifier, images, labels, 0, labels.Length, this, findings, AmbientCancellation.Or(cancellationToken));
        return new Tensor(Find(batch), new Shape(images.Shape.ToArray()[1..]));
    }

    /// <summary>Adds δ to images and clips them to the range.</summary>
    /// <param name="images">Inputs <c>[batch, …]</c>.</param>
    /// <param name="perturbation">Of one image's shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Apply(Tensor images, Tensor perturbation)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(perturbation);
        if (images.Shape.Rank < 2 || !perturbation.Shape.Equals(new Shape(images.Shape.ToArray()[1..])))
        {
            throw new ArgumentException($"The perturbation must have the shape of one image of {images.Shape}; it is {perturbation.Shape}.", nameof(perturbation));
        }

        var moved = images.Detach() + perturbation.Detach();
        return Range is null ? moved : moved.Clamp(Range.Minimum, Range.Maximum);
    }

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        var points = Moved(batch, rows, Find(batch));
        for (var i = 0; i < rows.Length; i++)
        {
            batch.Accept(i, points.AsSpan(i * batch.Length, batch.Length));
        }
    }

    private float[] Find(AttackBatch batch)
    {
        var perturbation = new float[batch.Length];
        var order = batch.Random(0, 0);
        batch.Visit(batch.AllRows(), Moved(batch, batch.AllRows(), perturbation));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var shuffled = order.Permutation(batch.Count);
            for (var start = 0; start < batch.Count; start += BatchSize)
            {
                Step(batch, shuffled[start..Math.Min(start + BatchSize, batch.Count)], perturbation);
            }

            batch.Visit(batch.AllRows(), Moved(batch, batch.AllRows(), perturbation));
        }

        return perturbation;
    }

    private void Step(AttackBatch batch, int[] rows, float[] perturbation)
    {
        var labels = batch.LabelsOf(rows);
        var (_, gradient) = batch.ScoresAndPullback(Moved(batch, rows, perturbation), rows, scores => CutOff(batch, rows, scores, ScoreLoss.Margin.Gradient(scores, labels)));
        var sum = gradient.Reshape(rows.Length, batch.Length).Sum(0).AsSpan();
        var size = batch.Targeted ? -(StepSize ?? Epsilon / 10f) : StepSize ?? Epsilon / 10f;
        for (var k = 0; k < perturbation.Length; k++)
        {
            var step = sum[k] > 0f ? size : sum[k] < 0f ? -size : 0f;
            perturbation[k] = Math.Clamp(perturbation[k] + step, -Epsilon, Epsilon);
        }
    }

    // An image that is fooled already pulls no more.
    private static Tensor CutOff(AttackBatch batch, int[] rows, Tensor scores, Tensor gradient)
    {
        var classes = scores.Shape[1];
        var open = gradient.ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            if (batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]))
            {
                open.AsSpan(i * classes, classes).Clear();
            }
        }

        return new Tensor(open, gradient.Shape);
    }

    private float[] Moved(AttackBatch batch, int[] rows, float[] perturbation)
    {
        var points = batch.OriginalsOf(rows);
        for (var j = 0; j < points.Length; j++)
        {
            var value = points[j] + perturbation[j % perturbation.Length];
            points[j] = Range is null ? value : Math.Clamp(value, Range.Minimum, Range.Maximum);
        }

        return points;
    }
}
