namespace RedGradient.Attacks.Evasion;

/// <summary>How the size of a perturbation is measured.</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of a single value: max |δᵢ|.</summary>
    LInfinity,

    /// <summary>The Euclidean length √Σδᵢ².</summary>
    L2,
}
