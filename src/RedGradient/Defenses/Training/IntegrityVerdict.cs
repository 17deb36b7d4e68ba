namespace RedGradient.Defenses.Training;

/// <summary>Whether something sent or loaded is taken, with the reason in a sentence.</summary>
/// <param name="IsAccepted">Whether it is.</param>
/// <param name="Reason">A sentence.</param>
public sealed record IntegrityVerdict(bool IsAccepted, string Reason)
{
    /// <summary>The verdict and its reason.</summary>
    public override string ToString() => $"{(IsAccepted ? "accepted" : "refused")}: {Reason}";

    internal static IntegrityVerdict Accepted(string reason) => new(true, reason);

    internal static IntegrityVerdict Refused(string reason) => new(false, reason);
}
