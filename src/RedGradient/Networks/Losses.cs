using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>How wrong outputs are, as a number whose gradient trains the network, or attacks it.</summary>
public static class Losses
{
    /// <summary>Cross-entropy from logits for each example: −ln softmax(logits)[label]. Stable for logits of any finite size.</summary>
    /// <param name="logits">Scores before softmax, <c>[batch, classes]</c>.</param>
    /// <param name="labels">One class for each row.</param>
    /// <returns><c>[batch]</c>, each 0 or more.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is no class.</exception>
    public static Tensor CrossEntropyPerExample(Tensor logits, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Shape.Rank != 2 || logits.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"Cross-entropy needs logits [batch, classes] and one label for each row; the logits are {logits.Shape} and there are {labels.Length} labels.", nameof(logits));
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)logits.Shape[1])
            {
                throw new ArgumentException($"The label of example {i} is {labels[i]}; with {logits.Shape[1]} classes allowed are 0 to {logits.Shape[1] - 1}.", nameof(labels));
            }
        }

        // A recorded loss looks at the labels again; the caller may have changed the array by then.
        return Autodiff.Operations.CrossEntropy.Apply(logits, logits.IsTracked ? (int[])labels.Clone() : labels);
    }

    /// <summary>The mean over the batch of <see cref="CrossEntropyPerExample"/>.</summary>
    /// <param name="logits">Scores before softmax, <c>[batch, classes]</c>, at least one row.</param>
    /// <param name="labels">One class for each row.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no row, or a label is no class.</exception>
    public static Tensor CrossEntropy(Tensor logits, int[] labels)
    {
        var losses = CrossEntropyPerExample(logits, labels);
        return losses.Size > 0 ? losses.Mean() : throw new ArgumentException($"The mean cross-entropy needs at least one example; the logits are {logits.Shape}.", nameof(logits));
    }

    /// <summary>The mean over all elements of (prediction − target)².</summary>
    /// <param name="predictions">Of any shape.</param>
    /// <param name="targets">Of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are empty.</exception>
    public static Tensor MeanSquaredError(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Size == 0) throw new ArgumentException($"The mean squared error needs at least one element; the predictions are {predictions.Shape}.", nameof(predictions));
        return predictions.Shape.Equals(targets.Shape)
            ? (predictions - targets).Square().Mean()
            : throw new ArgumentException($"The squared error compares tensors of one shape; the predictions are {predictions.Shape}, the targets {targets.Shape}.", nameof(targets));
    }

    /// <summary>Labels as rows with a single 1.</summary>
    /// <param name="labels">Each from 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">The number of columns.</param>
    /// <returns><c>[labels, classes]</c>.</returns>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public static Tensor OneHot(int[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var result = Tensor.Zeros(labels.Length, classCount);
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException($"The label at index {i} is {labels[i]}; with {classCount} classes allowed are 0 to {classCount - 1}.", nameof(labels));
            }

            result.MutableSpan[(i * classCount) + labels[i]] = 1f;
        }

        return result;
    }
}
