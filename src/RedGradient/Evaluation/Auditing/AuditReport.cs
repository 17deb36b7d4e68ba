using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>What an audit found: the verdict, the tests it rests on, and the measurements behind them. No time of day, no duration: the same network and data give the same report.</summary>
public sealed record AuditReport
{
    internal AuditReport()
    {
    }

    /// <summary>The verdict on the network.</summary>
    public required AuditVerdict Verdict { get; init; }

    /// <summary>Which tests decided and why, in a few sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The layers of the network, in words; of a model from another framework what it says of itself.</summary>
    public required string Architecture { get; init; }

    /// <summary>How many numbers training changes; null for a model from another framework.</summary>
    public required int? ParameterCount { get; init; }

    /// <summary>The images used.</summary>
    public required DataSet Data { get; init; }

    /// <summary>The share of them that the network answers rightly.</summary>
    public required Proportion Accuracy { get; init; }

    /// <summary>The tests, those that decide first.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>The reversed triggers; null for a model that gives scores alone.</summary>
    public required CleanseReport? Cleanse { get; init; }

    /// <summary>The patches.</summary>
    public required PatchReport Patches { get; init; }

    /// <summary>The squares searched for at every place in a model that gives scores alone; null where triggers were reversed along the gradient.</summary>
    public required PatchSearchReport? Search { get; init; }

    /// <summary>The mean size of the input gradient on clean images, for the class that patches reach best: <c>[channels, height, width]</c>; null for a model that gives scores alone.</summary>
    public required Tensor? Saliency { get; init; }

    /// <summary>The hidden units on clean images; null for a network without a hidden layer of its own, and for a model from another framework.</summary>
    public required UnitActivations? CleanUnits { get; init; }

    /// <summary>What activations and STRIP are tried with: the smallest reversed trigger, or the strongest patch for a model that gives scores alone.</summary>
    public required string TriggerTried { get; init; }

    /// <summary>The same with the smallest reversed trigger; null where <see cref="CleanUnits"/> is.</summary>
    public required UnitActivations? TriggeredUnits { get; init; }

    /// <summary>STRIP's entropies of clean images, in bits.</summary>
    public required IReadOnlyList<double> CleanEntropies { get; init; }

    /// <summary>STRIP's entropies of images with <see cref="TriggerTried"/>, in bits.</summary>
    public required IReadOnlyList<double> TriggeredEntropies { get; init; }

    /// <summary>STRIP's threshold at a false-rejection rate of 1%, in bits; null if the clean entropies allow none.</summary>
    public required double? EntropyThreshold { get; init; }

    /// <summary>Accuracy without an attack, under FGSM and under PGD, on the images attacked; for a model that gives scores alone under Square instead.</summary>
    public required IReadOnlyList<(string Attack, double Accuracy)> Robustness { get; init; }
}
