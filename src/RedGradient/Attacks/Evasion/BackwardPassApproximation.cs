using RedGradient.Defenses.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>BPDA, backward pass differentiable approximation: forward through a defence's transformation, backward as if it were the identity.</summary>
/// <remarks>
/// Athalye, Carlini and Wagner 2018 (arXiv 1802.00420), section 4.1.1. A transformation that gives back about what it was given has a derivative of about 1,
/// whatever its true derivative; so the pullback of the model behind it, taken at the transformed image, points the right way.
/// </remarks>
public sealed class BackwardPassApproximation : IDifferentiableClassifier
{
    private readonly DefendedClassifier defended;

    /// <summary>A stand-in for a defended classifier whose inside the attacker knows.</summary>
    /// <param name="defended">A model behind a transformation of its inputs.</param>
    public BackwardPassApproximation(DefendedClassifier defended)
    {
        ArgumentNullException.ThrowIfNull(defended);
        this.defended = defended;
    }

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch) => defended.Scores(batch);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient) => defended.Classifier.Pullback(defended.Transform(batch), scoreGradient);

    /// <inheritdoc/>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient) =>
        defended.Classifier.ScoresAndPullback(defended.Transform(batch), scoreGradient);
}
