namespace RedGradient.Attacks.Backdoors;

/// <summary>What trojaning found before it retrained the network.</summary>
/// <param name="Trigger">The trigger made for this network.</param>
/// <param name="Units">The units it drives, by their number in the last hidden layer.</param>
/// <param name="CleanActivations">The mean value of each unit on clean images.</param>
/// <param name="DrivenActivations">The mean value of each unit on the same images with the trigger.</param>
/// <param name="Losses">The loss of the descent before each of its steps.</param>
public sealed record TrojanResult(PatchTrigger Trigger, IReadOnlyList<int> Units, IReadOnlyList<double> CleanActivations, IReadOnlyList<double> DrivenActivations, IReadOnlyList<double> Losses);
