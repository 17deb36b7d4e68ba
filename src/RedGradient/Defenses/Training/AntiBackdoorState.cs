using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Where anti-backdoor learning stood after one of its steps.</summary>
/// <param name="Step">What was done, such as <c>isolated</c>.</param>
/// <param name="Network">A copy of the network as it was then.</param>
/// <param name="Suspects">The positions of the examples taken for poison at that time.</param>
public sealed record AntiBackdoorState(string Step, Network Network, IReadOnlyList<int> Suspects);
