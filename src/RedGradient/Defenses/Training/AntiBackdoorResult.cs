namespace RedGradient.Defenses.Training;

/// <summary>What anti-backdoor learning did, step by step.</summary>
/// <param name="States">The state after each step, the last one final.</param>
/// <param name="Record">The losses of all examples while the network learned them, poison included.</param>
/// <param name="Scores">What the examples were ranked by; the lowest were isolated.</param>
public sealed record AntiBackdoorResult(IReadOnlyList<AntiBackdoorState> States, LossRecord Record, IReadOnlyList<double> Scores)
{
    /// <summary>The state after one step.</summary>
    /// <param name="step">Its name.</param>
    /// <exception cref="ArgumentException">There was no such step.</exception>
    public AntiBackdoorState After(string step) => States.FirstOrDefault(state => state.Step == step)
        ?? throw new ArgumentException($"There was no step \"{step}\"; the steps were {string.Join(", ", States.Select(state => state.Step))}.", nameof(step));
}
