using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>How undecided a prediction is: Shannon's entropy over the classes, H = −Σ p_c log₂ p_c, in bits.</summary>
public static class PredictionEntropy
{
    // 1/ln 2.
    private const double BitsPerNat = 1.4426950408889634074;

    /// <summary>The entropy of each row of scores after a softmax.</summary>
    /// <remarks>With m the largest score, d_c = s_c − m and Z = Σ e^{d_c} it is (ln Z − Σ d_c e^{d_c} / Z) / ln 2: exact for scores of any size, where a logarithm of rounded probabilities is not.</remarks>
    /// <param name="scores">Logits <c>[n, classes]</c>.</param>
    /// <returns>n numbers from 0 (certain) to log₂ of the number of classes (all equal).</returns>
    /// <exception cref="ArgumentException">The scores are no matrix, have no class, or hold a number that is not finite.</exception>
    public static double[] OfScores(Tensor scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Shape.Rank != 2 || scores.Shape[1] == 0)
        {
            throw new ArgumentException($"Entropies are taken of scores [n, classes] with at least one class; the shape {scores.Shape} was given.", nameof(scores));
        }

        var classes = scores.Shape[1];
        var values = scores.AsSpan();
        var result = new double[scores.Shape[0]];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = OfRow(values.Slice(i * classes, classes), i);
        }

        return result;
    }

    private static double OfRow(ReadOnlySpan<float> row, int index)
    {
        double largest = row[0];
        foreach (var score in row)
        {
            if (!float.IsFinite(score))
            {
                throw new ArgumentException(FormattableString.Invariant($"Row {index} of the scores holds {score}; the entropy of a prediction needs finite scores."), nameof(row));
            }

            largest = Math.Max(largest, score);
        }

        var (sum, weighted) = (0.0, 0.0);
        foreach (var score in row)
        {
            var difference = score - largest;
            var power = DeterministicMath.Exp(difference);
            sum += power;
            weighted += power * difference;
        }

        // Rounding must not make a certain prediction less than certain.
        return Math.Max(0.0, DeterministicMath.Log2(sum) - (weighted / sum * BitsPerNat));
    }
}
