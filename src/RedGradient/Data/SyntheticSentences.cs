using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Sentences of numbered tokens in two styles: each token is drawn on its own, from a mixture of words that both styles use and words of the style.</summary>
/// <remarks>
/// p_c(v) = (1 − m)·common(v) + m·style_c(v). The common words are as frequent as in a language, 1/(rank + 10) (Zipf and Mandelbrot); a style stresses some of them, each by the
/// square of an exponentially distributed number of its own. The order of tokens means nothing here, so that ln p₁/p₀, summed over a sentence, is all that can be known of its
/// class. Immutable; the seed decides the language, the seeds of <see cref="Generate"/> what is said in it. Sentence i depends on both seeds and i alone.
/// </remarks>
public sealed class SyntheticSentences
{
    private const double RankOffset = 10.0;
    private readonly double[][] cumulative = new double[2][];
    private readonly double[][] probabilities = new double[2][];

    /// <summary>Draws a language.</summary>
    /// <param name="seed">The same seed gives the same language.</param>
    /// <param name="vocabulary">The number of tokens, at least 2; 400 by default.</param>
    /// <param name="length">The number of tokens in a sentence, at least 1; 16 by default.</param>
    /// <param name="style">m, the share of a sentence's tokens that its style decides, from 0 to 1; 0.45 by default, where the best possible classifier is right in about 97 of 100 cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public SyntheticSentences(int seed, int vocabulary = 400, int length = 16, double style = 0.45)
    {
        Vocabulary = Require.AtLeast(2, vocabulary, "The number of tokens of a language");
        Length = Require.AtLeast(1, length, "The number of tokens in a sentence");
        Style = Require.Share(style, "The share of a sentence's tokens that its style decides");
        var random = new SeededRandom(seed);
        var ranks = random.Split(0).Permutation(vocabulary);
        double[] common = Normalised([.. ranks.Select(rank => 1.0 / (rank + RankOffset))]);
        for (var label = 0; label < 2; label++)
        {
            var stress = random.Split(1 + label);
            var own = Normalised([.. common.Select(share => share * Square(-DeterministicMath.Log(1.0 - stress.NextDouble())))]);
            probabilities[label] = [.. common.Zip(own, (shared, styled) => ((1.0 - style) * shared) + (style * styled))];
            var sum = 0.0;
            cumulative[label] = [.. probabilities[label].Select(share => sum += share)];
        }
    }

    /// <summary>The number of tokens of the language.</summary>
    public int Vocabulary { get; }

    /// <summary>The number of tokens in a sentence.</summary>
    public int Length { get; }

    /// <summary>m, the share of a sentence's tokens that its style decides.</summary>
    public double Style { get; }

    /// <summary>Draws sentences, as many of each style (within one of each other), in random order.</summary>
    /// <param name="count">At least 0.</param>
    /// <param name="seed">The same seed gives the same sentences of this language.</param>
    /// <returns>Inputs <c>[count, length]</c>: the ids of tokens, whole numbers from 0; labels 0 and 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public DataSet Generate(int count, int seed)
    {
        Require.AtLeast(0, count, "The number of sentences");
        var random = new SeededRandom(seed);
        var order = random.Split(-1).Permutation(count);
        var ids = new float[count * Length];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = order[i] % 2;
            var own = random.Split(i);
            for (var place = 0; place < Length; place++) ids[(i * Length) + place] = Draw(labels[i], own.NextDouble());
        }

        return new DataSet("synthetic-sentences", Tensor.From(ids, count, Length), labels, 2);
    }

    /// <summary>How much a token speaks for a style: ln p(token | label) − ln p(token | other).</summary>
    /// <param name="token">From 0 to the vocabulary − 1.</param>
    /// <param name="label">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token or label.</exception>
    public double Evidence(int token, int label)
    {
        if ((uint)token >= (uint)Vocabulary) throw new ArgumentOutOfRangeException(nameof(token), token, $"There is no token {token}; allowed are 0 to {Vocabulary - 1}.");
        CheckLabel(label);
        return DeterministicMath.Log(probabilities[label][token] / probabilities[1 - label][token]);
    }

    /// <summary>The tokens that speak loudest for a style: what a filter of forbidden words would hold.</summary>
    /// <param name="label">0 or 1.</param>
    /// <param name="count">How many, from 0 to the vocabulary.</param>
    /// <returns>The loudest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label, or there are fewer tokens.</exception>
    public int[] Plainest(int label, int count)
    {
        CheckLabel(label);
        if (count < 0 || count > Vocabulary) throw new ArgumentOutOfRangeException(nameof(count), count, $"From a language of {Vocabulary} tokens 0 to {Vocabulary} can be taken; {count} were asked for.");
        return [.. Enumerable.Range(0, Vocabulary).OrderByDescending(token => Evidence(token, label)).ThenBy(token => token).Take(count)];
    }

    private int Draw(int label, double share)
    {
        // The last sum may stay a rounding below 1.
        var place = Array.BinarySearch(cumulative[label], share);
        return Math.Min(place < 0 ? ~place : place + 1, Vocabulary - 1);
    }

    private static double Square(double x) => x * x;

    private static double[] Normalised(double[] weights)
    {
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static void CheckLabel(int label)
    {
        if (label is not (0 or 1)) throw new ArgumentOutOfRangeException(nameof(label), label, $"The styles are 0 and 1; {label} was given.");
    }
}
