namespace RedGradient.Defenses.Training;

/// <summary>What a <see cref="GradientMonitor"/> measured at a step.</summary>
/// <param name="Step">The step, counted over the run from 1.</param>
/// <param name="LogNorm">The natural logarithm of the norm of all gradients together.</param>
/// <param name="Cosine">The cosine of the sketched gradient and the mean of the directions before it; 0 at the first step.</param>
/// <param name="EffectiveRank">Of the gradient of the first weight matrix.</param>
/// <param name="StableRank">Of the same.</param>
public sealed record GradientObservation(int Step, double LogNorm, double Cosine, double EffectiveRank, double StableRank);
