using RedGradient.Attacks.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation;

/// <summary>How much of a classifier's accuracy an attack leaves.</summary>
public static class AccuracyUnderAttack
{
    /// <summary>One attack at one radius.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="attack">Untargeted.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    /// <exception cref="ArgumentException">The attack is targeted, or refuses the images, the labels or the classifier.</exception>
    public static AccuracyPoint At(IClassifier classifier, Tensor images, int[] labels, BoundedAttack attack, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attack);
        RefuseTargeted(attack);
        var result = attack.Perturb(classifier, images, labels, cancellationToken);
        return new AccuracyPoint(attack.Epsilon, result.Accuracy, result.MeanConfidenceOfSuccesses, result.L2.Mean, result.Queries.Average());
    }

    /// <summary>One attack over several radii: the curve of robustness.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="attack">Untargeted; its own radius is not used. A step size that was set stays as it is.</param>
    /// <param name="epsilons">The radii, each 0 or more.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    /// <returns>One point for each radius, in their order.</returns>
    /// <exception cref="ArgumentException">A radius is negative or not finite, or as for <see cref="At"/>.</exception>
    public static IReadOnlyList<AccuracyPoint> Over(
        IClassifier classifier, Tensor images, int[] labels, BoundedAttack attack, IReadOnlyList<float> epsilons, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(epsilons);
        return [.. epsilons.Select(epsilon => At(classifier, images, labels, attack with { Epsilon = epsilon }, cancellationToken))];
    }

    internal static void RefuseTargeted(EvasionAttack attack)
    {
        if (attack.Targeted)
        {
            throw new ArgumentException($"Accuracy is measured under untargeted attacks; {attack.Name} was given as a targeted one.", nameof(attack));
        }
    }
}
