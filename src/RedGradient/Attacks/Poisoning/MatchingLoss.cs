using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>How far the gradient of the poisons points away from the one that the attacker wants the victim to follow.</summary>
/// <remarks>Geiping et al. 2021 (arXiv 2009.02276): B(Δ) = 1 − cos(∇θL(x_t, y_adv), Σᵢ∇θL(xᵢ + Δᵢ, yᵢ)), over all parameters as one vector.</remarks>
public static class MatchingLoss
{
    // Keeps the root and the quotient finite where a network fits every poison exactly and no gradient is left.
    private const float Tiny = 1e-20f;

    /// <summary>The matching loss, differentiable in the poisons.</summary>
    /// <param name="network">The surrogate.</param>
    /// <param name="target">The input to be misread, one input <c>[1, …]</c>.</param>
    /// <param name="adversarialClass">What it shall be taken for.</param>
    /// <param name="poisons">Perturbed inputs <c>[n, …]</c>; tracked where the gradient by them is wanted, which takes gradients of gradients.</param>
    /// <param name="labels">Their labels, one for each.</param>
    /// <returns>A scalar from 0, the same direction, to 2, the opposite one.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is no class.</exception>
    public static Tensor Of(Network network, Tensor target, int adversarialClass, Tensor poisons, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(poisons);
        ArgumentNullException.ThrowIfNull(labels);
        return Of(network, GoalOf(network, target, adversarialClass), poisons, labels);
    }

    /// <summary>The gradient that the poisons shall imitate, ∇θL(x_t, y_adv): one tensor for each parameter.</summary>
    internal static Tensor[] GoalOf(Network network, Tensor target, int adversarialClass) =>
        [.. Gradient.Of(Losses.CrossEntropy(network.Forward(target), [adversarialClass]), Weights(network)).Select(gradient => gradient.Keep())];

    /// <summary>The matching loss against a goal computed before.</summary>
    internal static Tensor Of(Network network, Tensor[] goal, Tensor poisons, int[] labels)
    {
        // The mean differs from the sum by a factor that the cosine does not see.
        var loss = Losses.CrossEntropy(network.Forward(poisons), labels);
        var gradients = Gradient.Of(loss, Weights(network), createGraph: true);
        Tensor dot = Tensor.Scalar(0f), square = Tensor.Scalar(Tiny);
        var goalSquare = (double)Tiny;
        for (var i = 0; i < goal.Length; i++)
        {
            dot += (gradients[i] * goal[i]).Sum();
            square += gradients[i].Square().Sum();
            goalSquare += goal[i].Square().Sum().ToScalar();
        }

        return 1f - (dot / (square.Sqrt() * (float)Math.Sqrt(goalSquare)));
    }

    private static Tensor[] Weights(Network network) => [.. network.Parameters.Select(parameter => parameter.Tracked)];
}
