namespace RedGradient.Networks;

/// <summary>What an epoch of training came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean of the objective over the epoch's examples, each measured when its step was taken.</param>
/// <param name="GradientNorm">The mean over the steps of the norm of all gradients together, before clipping.</param>
/// <param name="ValidationLoss">The mean cross-entropy on the validation set after the epoch; null without one.</param>
/// <param name="ValidationAccuracy">The share of right answers there, from 0 to 1; null without one.</param>
public sealed record EpochReport(int Epoch, double Loss, double GradientNorm, double? ValidationLoss, double? ValidationAccuracy);
