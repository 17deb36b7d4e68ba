using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>What every attack checks before it starts. A wrong scaling drops a model to chance without a word; here it gets a sentence.</summary>
internal static class AttackInput
{
    private const int Piece = 256;

    public static void Check(IClassifier classifier, Tensor images, int[] labels, ValueRange? range)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Shape.Rank < 2 || images.Size == 0)
        {
            throw new ArgumentException($"An attack needs at least one image, [batch, …]; the images are {images.Shape}.", nameof(images));
        }

        if (images.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"An attack needs one label for each image; the images are {images.Shape} and there are {labels.Length} labels.", nameof(labels));
        }

        CheckValues(images, range);
    }

    public static void CheckGradients(EvasionAttack attack, IClassifier classifier)
    {
        if (attack.NeedsGradients && classifier is not IDifferentiableClassifier)
        {
            throw new ArgumentException($"{attack.Name} follows the gradient, and {classifier.GetType().Name} gives scores alone. By scores alone work SquareAttack, NaturalEvolutionStrategies, RandomSearch and TransferAttack.", nameof(classifier));
        }
    }

    /// <summary>The scores of all images, with their shape and the labels checked against the number of classes.</summary>
    public static Tensor CheckedScores(IClassifier classifier, Tensor images, int[] labels)
    {
        var scores = ScoresInPieces(classifier, images);
        var classes = scores.Shape[1];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException($"The label of image {i} is {labels[i]}; the classifier has {classes} classes: allowed are 0 to {classes - 1}.", nameof(labels));
            }
        }

        return scores;
    }

    public static Tensor ScoresInPieces(IClassifier classifier, Tensor images)
    {
        var count = images.Shape[0];
        float[] all = [];
        var classes = 0;
        for (var start = 0; start < count; start += Piece)
        {
            var rows = Math.Min(Piece, count - start);
            var part = Checked(classifier.Scores(images.Rows(start, rows)), rows);
            if (start == 0)
            {
                classes = part.Shape[1];
                all = new float[count * classes];
            }

            part.AsSpan().CopyTo(all.AsSpan(start * classes));
        }

        return new Tensor(all, new Shape(count, classes));
    }

    /// <summary>The scores, if they are a matrix of finite numbers with a row for each image.</summary>
    public static Tensor Checked(Tensor scores, int rows)
    {
        if (scores.Shape.Rank != 2 || scores.Shape[0] != rows || scores.Shape[1] < 2)
        {
            throw new ArgumentException($"The classifier must give scores [batch, classes] for two classes or more; for {rows} images it gave {scores.Shape}.", "classifier");
        }

        foreach (var score in scores.AsSpan())
        {
            if (!float.IsFinite(score))
            {
                throw new ArgumentException(FormattableString.Invariant($"The classifier gave the score {score}; scores must be finite numbers."), "classifier");
            }
        }

        return scores;
    }

    private static void CheckValues(Tensor images, ValueRange? range)
    {
        var values = images.AsSpan();
        var length = values.Length / images.Shape[0];
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(FormattableString.Invariant($"Image {i / length} holds {values[i]} at element {i % length}; every value must be a finite number."), nameof(images));
            }

            if (range is not null && (values[i] < range.Minimum || values[i] > range.Maximum))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Image {i / length} holds {values[i]} at element {i % length}; the attack's range is {range.Minimum} to {range.Maximum}. Scale the images or set Range."),
                    nameof(images));
            }
        }
    }
}
