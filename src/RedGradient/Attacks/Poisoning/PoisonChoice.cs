namespace RedGradient.Attacks.Poisoning;

/// <summary>Which examples of the poison class an attacker perturbs.</summary>
public enum PoisonChoice
{
    /// <summary>Random ones, as in the paper.</summary>
    Random,

    /// <summary>Those nearest to the target in Euclidean distance: they need the smallest change.</summary>
    NearestToTarget,

    /// <summary>Those whose own loss has the largest gradient, averaged over the surrogates: they pull the most.</summary>
    LargestGradient,
}
