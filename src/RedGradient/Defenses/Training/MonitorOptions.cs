using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>How a monitor of the training loop judges. Immutable.</summary>
public sealed record MonitorOptions
{
    private readonly int window = 50;
    private readonly int firstSteps = 10;
    private readonly double threshold = 3.5;

    /// <summary>How many unsuspicious steps are remembered, at least 3; 50 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 3.</exception>
    public int Window
    {
        get => window;
        init => window = Require.AtLeast(3, value, "The window of a monitor");
    }

    /// <summary>After how many steps judging begins, these first ones included, at least 3 and at most the window; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 3.</exception>
    public int FirstSteps
    {
        get => firstSteps;
        init => firstSteps = Require.AtLeast(3, value, "The number of first steps of a monitor");
    }

    /// <summary>The score above which a step stands out, above 0; 3.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public double Threshold
    {
        get => threshold;
        init => threshold = Require.Positive(value, "The threshold of a monitor");
    }

    /// <summary>Decides the sketch of the direction; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    internal static TrainingPoint Standing(TrainingPoint point) => point is TrainingPoint.AfterBackward or TrainingPoint.BeforeStep
        ? point
        : throw new ArgumentOutOfRangeException(nameof(point), point, $"A monitor of gradients stands at AfterBackward or BeforeStep; {point} was given.");

    internal RobustHistory History(double leastScale) => new(Window, FirstSteps, Threshold, leastScale);
}
