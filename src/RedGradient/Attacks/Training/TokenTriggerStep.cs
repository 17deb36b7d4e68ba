namespace RedGradient.Attacks.Training;

/// <summary>One look that a search took at the network.</summary>
/// <param name="Evaluations">What the search had cost after it.</param>
/// <param name="Loss">The loss that was seen.</param>
/// <param name="BestLoss">The lowest so far.</param>
public sealed record TokenTriggerStep(int Evaluations, double Loss, double BestLoss);
