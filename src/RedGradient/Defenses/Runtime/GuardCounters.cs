namespace RedGradient.Defenses.Runtime;

/// <summary>What a guard has seen so far: a copy, so that a monitor reads numbers of one moment.</summary>
/// <param name="AcceptedByClass">How many inputs of each predicted class were accepted.</param>
/// <param name="RejectedByClass">How many inputs of each predicted class were rejected. A backdoor shows as one class, its target, that is rejected far more often than the others.</param>
/// <param name="RejectedByDetector">How many inputs each detector rejected, by its name; every detector is there.</param>
public sealed record GuardCounters(IReadOnlyList<long> AcceptedByClass, IReadOnlyList<long> RejectedByClass, IReadOnlyDictionary<string, long> RejectedByDetector)
{
    /// <summary>Inputs that got a class.</summary>
    public long Accepted => AcceptedByClass.Sum();

    /// <summary>Inputs that got a rejection.</summary>
    public long Rejected => RejectedByClass.Sum();

    /// <summary>All inputs.</summary>
    public long Seen => Accepted + Rejected;

    /// <summary>The share of inputs rejected, from 0 to 1; 0 before the first input. Far above the false-rejection rate that was set, somebody is knocking.</summary>
    public double RejectionRate => Seen == 0 ? 0.0 : (double)Rejected / Seen;

    /// <summary>The counts in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Seen} inputs, {Rejected} rejected ({100 * RejectionRate:F1}%): {string.Join(", ", RejectedByDetector.Select(item => FormattableString.Invariant($"{item.Key} {item.Value}")))}");
}
