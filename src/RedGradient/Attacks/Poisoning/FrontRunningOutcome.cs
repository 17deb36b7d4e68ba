namespace RedGradient.Attacks.Poisoning;

/// <summary>What became of one poisoned page; times in hours from the start of the snapshot.</summary>
/// <param name="Edit">When the attacker changed it.</param>
/// <param name="Reading">When the snapshot read it.</param>
/// <param name="Revert">When somebody took the change back.</param>
/// <param name="Survived">Whether the poison is in the snapshot: edit before reading, and no revert until the reading and the delay were over.</param>
public sealed record FrontRunningOutcome(double Edit, double Reading, double Revert, bool Survived);
