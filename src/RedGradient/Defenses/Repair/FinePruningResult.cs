using RedGradient.Networks;

namespace RedGradient.Defenses.Repair;

/// <summary>What fine-pruning gave.</summary>
/// <param name="Network">The repaired copy.</param>
/// <param name="Pruning">The first step; null where it was left out.</param>
/// <param name="LearningRate">The rate chosen.</param>
/// <param name="AccuracyBefore">The validation accuracy of the network as given.</param>
/// <param name="Trials">The rates tried, from the highest down, with the validation accuracy that each ended at; 0 where training diverged.</param>
public sealed record FinePruningResult(
    Network Network, PruningResult? Pruning, float LearningRate, double AccuracyBefore, IReadOnlyList<(float Rate, double Accuracy)> Trials);
