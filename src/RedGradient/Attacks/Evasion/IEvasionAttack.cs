using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>Changes inputs a little so that a trained classifier gets them wrong; the classifier stays as it is.</summary>
public interface IEvasionAttack
{
    /// <summary>What the attack is called in titles and reports, such as <c>PGD</c>.</summary>
    string Name { get; }

    /// <summary>Whether the attack follows the gradient of the model attacked: it needs an <see cref="IDifferentiableClassifier"/> then, and scores alone where not.</summary>
    bool NeedsGradients { get; }

    /// <summary>Attacks a batch.</summary>
    /// <param name="classifier">The model attacked; one with gradients, if <see cref="NeedsGradients"/>.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>, at least one, every value inside the attack's range.</param>
    /// <param name="labels">One class for each: the true one, which the attack leads away from, or, for a targeted attack, the one it leads to.</param>
    /// <param name="cancellationToken">Ends the attack between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <returns>The perturbed images and what it cost to find them.</returns>
    /// <exception cref="ArgumentException">The attack needs gradients and the classifier gives none; images, labels or the classifier's scores are not as they must be; the message names the value.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    AttackResult Perturb(IClassifier classifier, Tensor images, int[] labels, CancellationToken cancellationToken = default);
}
