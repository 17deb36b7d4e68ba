namespace RedGradient.Defenses.Runtime;

/// <summary>What a guard says about one input: the class, or that it will not say and why.</summary>
/// <param name="Prediction">The classifier's class, from 0; after a rejection it is for the record only.</param>
/// <param name="RejectedBy">The name of the detector that rejected the input; null if none did.</param>
/// <param name="Reason">Why, as a sentence; null if the input was accepted.</param>
public sealed record GuardAnswer(int Prediction, string? RejectedBy, string? Reason)
{
    /// <summary>Whether the input was rejected.</summary>
    public bool IsRejected => RejectedBy is not null;

    /// <summary>The class to act on; null after a rejection.</summary>
    public int? Class => IsRejected ? null : Prediction;

    /// <summary>The class, or the rejection with its reason.</summary>
    public override string ToString() => IsRejected ? $"rejected by {RejectedBy}: {Reason}" : $"class {Prediction}";
}
