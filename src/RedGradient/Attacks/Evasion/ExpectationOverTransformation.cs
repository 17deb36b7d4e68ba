using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>EOT, expectation over transformation: a random defence asked several times and averaged, so that any attack sees the slope of its mean.</summary>
/// <remarks>
/// Athalye, Engstrom, Ilyas and Kwok 2018 (arXiv 1707.07397), section 2.1. The mean is over the scores. An attack counts each of the askings as a query.
/// As thread-safe as the classifier.
/// </remarks>
public sealed class ExpectationOverTransformation : IDifferentiableClassifier, ICostlyQueries
{
    private readonly IDifferentiableClassifier classifier;

    /// <summary>Wraps a classifier that answers differently each time.</summary>
    /// <param name="classifier">The random classifier.</param>
    /// <param name="samples">How often it is asked, at least 1; 30 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 sample.</exception>
    public ExpectationOverTransformation(IDifferentiableClassifier classifier, int samples = 30)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        this.classifier = classifier;
        Samples = Require.AtLeast(1, samples, "The number of samples");
    }

    /// <summary>How often the classifier is asked.</summary>
    public int Samples { get; }

    int ICostlyQueries.QueriesPerCall => Samples;

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch) => Mean(_ => classifier.Scores(batch));

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient) => Mean(_ => classifier.Pullback(batch, scoreGradient));

    /// <summary>The mean of the scores, and the mean of the pullbacks, each with the gradient formed on the scores of its own draw.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <param name="scoreGradient">Called once for each sample.</param>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient)
    {
        Tensor? scores = null;
        var gradient = Mean(_ =>
        {
            var (one, slope) = classifier.ScoresAndPullback(batch, scoreGradient);
            scores = scores is null ? one : scores + one;
            return slope;
        });
        return (scores! / Samples, gradient);
    }

    private Tensor Mean(Func<int, Tensor> sample)
    {
        var sum = sample(0);
        for (var i = 1; i < Samples; i++)
        {
            sum += sample(i);
        }

        return sum / Samples;
    }
}
