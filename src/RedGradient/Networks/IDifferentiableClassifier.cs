using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>All that evasion attacks and run-time detectors may ask of a model: its scores, and how they change with the input.</summary>
/// <remarks>
/// A model from another framework fits behind it in a few lines: run it forward for <see cref="IClassifier.Scores"/>, backward for <see cref="Pullback"/>. An attack forms
/// its own loss on the scores.
/// </remarks>
public interface IDifferentiableClassifier : IClassifier
{
    /// <summary>The vector–Jacobian product back to the input: the gradient of Σ scores·scoreGradient with respect to the batch.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <param name="scoreGradient"><c>[batch, classes]</c>: the gradient of some loss with respect to the scores.</param>
    /// <returns>Of the batch's shape.</returns>
    Tensor Pullback(Tensor batch, Tensor scoreGradient);

    /// <summary>The scores and the pullback of a gradient that depends on them, with one forward pass where the model can do so.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <param name="scoreGradient">Given the scores, the gradient of a loss with respect to them, of the same shape.</param>
    /// <returns>The scores <c>[batch, classes]</c> and the gradient with respect to the batch.</returns>
    (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient)
    {
        ArgumentNullException.ThrowIfNull(scoreGradient);
        var scores = Scores(batch);
        return (scores, Pullback(batch, scoreGradient(scores)));
    }
}
