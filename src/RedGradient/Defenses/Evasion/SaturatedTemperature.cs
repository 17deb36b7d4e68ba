using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Multiplies the scores by a large number. The answers stay the same; the softmax rounds to exactly 0 and 1, and the gradient of the cross-entropy to exactly 0: a mask, not a defence.</summary>
/// <remarks>
/// This is what defensive distillation (Papernot et al. 2016, arXiv 1511.04508) does to a network's scores when the temperature is taken away after training;
/// Carlini and Wagner 2017 (arXiv 1608.04644) break it with a loss on the scores, <see cref="Attacks.Evasion.ScoreLoss.Margin"/>.
/// </remarks>
public sealed class SaturatedTemperature : IDifferentiableClassifier
{
    /// <summary>Multiplies a classifier's scores.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="factor">Finite and above 0; 1,000 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a finite number above 0.</exception>
    public SaturatedTemperature(IDifferentiableClassifier classifier, float factor = 1000f)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
        Factor = Require.Positive(factor, "The factor");
    }

    /// <summary>The model behind.</summary>
    public IDifferentiableClassifier Classifier { get; }

    /// <summary>What the scores are multiplied by.</summary>
    public float Factor { get; }

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch) => Classifier.Scores(batch) * Factor;

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        ArgumentNullException.ThrowIfNull(scoreGradient);
        return Classifier.Pullback(batch, scoreGradient * Factor);
    }

    /// <inheritdoc/>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient)
    {
        ArgumentNullException.ThrowIfNull(scoreGradient);
        var (scores, gradient) = Classifier.ScoresAndPullback(batch, scores => scoreGradient(scores * Factor) * Factor);
        return (scores * Factor, gradient);
    }
}
