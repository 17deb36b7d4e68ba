namespace RedGradient.Defenses.Training;

/// <summary>A monitor's word that a step stands out.</summary>
/// <param name="Step">The step, counted over the run from 1.</param>
/// <param name="Signal">What stands out.</param>
/// <param name="Where">The parameter, the class, or "all".</param>
/// <param name="Score">How many scaled deviations from the median; infinite for what must not be at all.</param>
public sealed record MonitorAlert(int Step, MonitorSignal Signal, string Where, double Score)
{
    /// <summary>In a sentence.</summary>
    public override string ToString() => double.IsInfinity(Score)
        ? $"step {Step}: {Signal} of {Where} cannot be honest"
        : FormattableString.Invariant($"step {Step}: {Signal} of {Where} is {Score:F1} deviations from its median");
}
