using RedGradient.Data;
using RedGradient.Defenses.Runtime;

namespace RedGradient.Evaluation;

/// <summary>The two errors of a detector: clean inputs rejected, attacked inputs accepted.</summary>
/// <param name="FalseRejections">FRR: the share of clean inputs that are rejected.</param>
/// <param name="FalseAcceptances">FAR: the share of attacked inputs that are accepted.</param>
public sealed record DetectionRates(Proportion FalseRejections, Proportion FalseAcceptances)
{
    /// <summary>Counts both errors from decisions.</summary>
    /// <param name="cleanRejected">For each clean input whether it was rejected; at least one.</param>
    /// <param name="attackedRejected">For each attacked input whether it was rejected; at least one.</param>
    /// <exception cref="ArgumentException">There is no clean or no attacked input.</exception>
    public static DetectionRates Of(IReadOnlyCollection<bool> cleanRejected, IReadOnlyCollection<bool> attackedRejected)
    {
        ArgumentNullException.ThrowIfNull(cleanRejected);
        ArgumentNullException.ThrowIfNull(attackedRejected);
        return cleanRejected.Count > 0 && attackedRejected.Count > 0
            ? new DetectionRates(new Proportion(cleanRejected.Count(rejected => rejected), cleanRejected.Count), new Proportion(attackedRejected.Count(rejected => !rejected), attackedRejected.Count))
            : throw new ArgumentException($"Error rates need at least one clean and one attacked input; there were {cleanRejected.Count} and {attackedRejected.Count}.");
    }

    /// <summary>Asks a guard about clean and attacked inputs; it counts them like any others.</summary>
    /// <param name="guard">The classifier with its detectors.</param>
    /// <param name="clean">Clean inputs that no threshold was set by.</param>
    /// <param name="attacked">Inputs with a trigger, of classes other than the target.</param>
    /// <exception cref="ArgumentException">There is no clean or no attacked input, or a shape does not fit.</exception>
    public static DetectionRates Measure(Guard guard, DataSet clean, DataSet attacked)
    {
        ArgumentNullException.ThrowIfNull(guard);
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(attacked);
        bool[] Rejected(DataSet data) => [.. guard.Classify(data.Inputs).Select(answer => answer.IsRejected)];
        return Of(Rejected(clean), Rejected(attacked));
    }

    /// <summary>Both shares with their intervals.</summary>
    public override string ToString() => $"false rejections {FalseRejections}, false acceptances {FalseAcceptances}";
}
