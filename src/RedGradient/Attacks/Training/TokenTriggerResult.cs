namespace RedGradient.Attacks.Training;

/// <summary>What a search for a trigger found.</summary>
/// <param name="Trigger">The tokens that the method answers with.</param>
/// <param name="Loss">Their loss on the goal's sentences.</param>
/// <param name="Run">The course, the cost, and the best trigger that was seen, which a method without a comparison may have left behind.</param>
public sealed record TokenTriggerResult(IReadOnlyList<int> Trigger, double Loss, TokenTriggerRun Run);
