namespace RedGradient.Attacks.Backdoors;

/// <summary>What the pruning-aware attack did to a layer.</summary>
/// <param name="Layer">The layer, by its place in the network.</param>
/// <param name="KeptUnits">The units that carry the task and the backdoor, ascending.</param>
/// <param name="Decoys">The units that wait to be pruned, ascending.</param>
public sealed record PruningAwareResult(int Layer, IReadOnlyList<int> KeptUnits, IReadOnlyList<int> Decoys);
