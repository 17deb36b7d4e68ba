namespace RedGradient.Defenses.Training;

/// <summary>When the smaller of a class's two clusters is taken for poison.</summary>
public enum ClusterRule
{
    /// <summary>When it is small: poison is a minority of its class.</summary>
    Size,

    /// <summary>When the two lie clearly apart: a clean class is one cloud.</summary>
    Silhouette,
}
