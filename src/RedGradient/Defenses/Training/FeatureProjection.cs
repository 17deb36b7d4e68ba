namespace RedGradient.Defenses.Training;

/// <summary>How features are brought to few dimensions before they are clustered.</summary>
public enum FeatureProjection
{
    /// <summary>FastICA, as in the paper.</summary>
    Independent,

    /// <summary>Principal components, as many re-implementations have it.</summary>
    Principal,
}
