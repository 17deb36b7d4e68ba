namespace RedGradient.Attacks.Poisoning;

/// <summary>What an online centroid forgets when it takes in a new point.</summary>
public enum ReplacementRule
{
    /// <summary>Nothing: the centre is the mean of all points so far, and moves less with each (infinite horizon).</summary>
    None,

    /// <summary>The average: the new point replaces a point at the centre.</summary>
    AverageOut,

    /// <summary>A random point of the window.</summary>
    RandomOut,

    /// <summary>The point that has been in the window for the longest.</summary>
    OldestOut,

    /// <summary>The point of the window that is nearest to the new one.</summary>
    NearestOut,
}
