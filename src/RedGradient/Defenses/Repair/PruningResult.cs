using RedGradient.Networks;

namespace RedGradient.Defenses.Repair;

/// <summary>What pruning gave.</summary>
/// <param name="Network">The pruned copy.</param>
/// <param name="Layer">The layer that was cut, by its place.</param>
/// <param name="Order">Its units in the order in which they are cut.</param>
/// <param name="CutCount">How many of them were.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data after 0, 1, 2, … cuts; the last one is below the bound, unless no unit was left.</param>
public sealed record PruningResult(Network Network, int Layer, IReadOnlyList<int> Order, int CutCount, IReadOnlyList<double> ValidationAccuracy);
