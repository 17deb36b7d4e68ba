using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>A loss that an attack forms on a classifier's scores: the larger, the less the scores speak for a label.</summary>
/// <remarks>
/// An untargeted attack makes it larger at the true label, a targeted one smaller at the label it wants. The attack asks the model for scores and for
/// one pullback only, so a model never has to know which loss is used against it.
/// </remarks>
public abstract class ScoreLoss
{
    /// <summary>−ln softmax(scores)[label], what the network was trained with. Its gradient, softmax − one-hot, is exactly 0 in single precision where the softmax is saturated.</summary>
    public static ScoreLoss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>max over j ≠ label of scores[j] − scores[label]: positive exactly where the label loses (Carlini and Wagner 2017, f₆). It cannot saturate.</summary>
    public static ScoreLoss Margin { get; } = new MarginLoss();

    /// <summary>What it is called in titles.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of each row.</summary>
    /// <param name="scores">Scores <c>[batch, classes]</c>.</param>
    /// <param name="labels">One class for each row.</param>
    /// <returns>One number for each row.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is no class.</exception>
    public abstract float[] Values(Tensor scores, int[] labels);

    /// <summary>The gradient of each row's loss with respect to the scores.</summary>
    /// <param name="scores">Scores <c>[batch, classes]</c>.</param>
    /// <param name="labels">One class for each row.</param>
    /// <returns>Of the scores' shape; not divided by the size of the batch.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is no class.</exception>
    public abstract Tensor Gradient(Tensor scores, int[] labels);

    /// <summary>The class with the highest score among all but one.</summary>
    internal static int BestOther(ReadOnlySpan<float> scores, int label)
    {
        var best = label == 0 ? 1 : 0;
        for (var j = best + 1; j < scores.Length; j++)
        {
            best = j != label && scores[j] > scores[best] ? j : best;
        }

        return best;
    }

    private static int Classes(Tensor scores, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Shape.Rank != 2 || scores.Shape[0] != labels.Length || scores.Shape[1] < 2)
        {
            throw new ArgumentException($"A loss needs scores [batch, classes] of two classes or more and one label for each row; the scores are {scores.Shape} and there are {labels.Length} labels.", nameof(scores));
        }

        var classes = scores.Shape[1];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException($"The label of row {i} is {labels[i]}; with {classes} classes allowed are 0 to {classes - 1}.", nameof(labels));
            }
        }

        return classes;
    }

    private sealed class CrossEntropyLoss : ScoreLoss
    {
        public override string Name => "cross-entropy";

        public override float[] Values(Tensor scores, int[] labels)
        {
            Classes(scores, labels);
            return Losses.CrossEntropyPerExample(scores.Detach(), labels).ToArray();
        }

        public override Tensor Gradient(Tensor scores, int[] labels)
        {
            var classes = Classes(scores, labels);
            var gradient = scores.Detach().Softmax().ToArray();
            for (var i = 0; i < labels.Length; i++)
            {
                gradient[(i * classes) + labels[i]] -= 1f;
            }

            return new Tensor(gradient, scores.Shape);
        }
    }

    private sealed class MarginLoss : ScoreLoss
    {
        public override string Name => "margin";

        public override float[] Values(Tensor scores, int[] labels)
        {
            var classes = Classes(scores, labels);
            var values = new float[labels.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var row = scores.AsSpan().Slice(i * classes, classes);
                values[i] = row[BestOther(row, labels[i])] - row[labels[i]];
            }

            return values;
        }

        public override Tensor Gradient(Tensor scores, int[] labels)
        {
            var classes = Classes(scores, labels);
            var gradient = new float[scores.Size];
            for (var i = 0; i < labels.Length; i++)
            {
                var row = scores.AsSpan().Slice(i * classes, classes);
                gradient[(i * classes) + BestOther(row, labels[i])] = 1f;
                gradient[(i * classes) + labels[i]] = -1f;
            }

            return new Tensor(gradient, scores.Shape);
        }
    }
}
