namespace RedGradient.Defenses.Training;

/// <summary>What a <see cref="CheckpointDeltaDetector"/> found of one weight matrix between two checkpoints.</summary>
/// <param name="Layer">The parameter's name.</param>
/// <param name="Measures">Its change.</param>
/// <param name="Reasons">What stands out, a sentence each; none for a change like the honest ones.</param>
public sealed record DeltaFinding(string Layer, DeltaMeasures Measures, IReadOnlyList<string> Reasons)
{
    /// <summary>Whether anything stands out.</summary>
    public bool IsSuspicious => Reasons.Count > 0;
}
