using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>What monitors of a training run's steps have in common: where they stand, and the alarms they rang.</summary>
public abstract class StepMonitor : TrainingHook
{
    private protected StepMonitor(MonitorOptions? options, TrainingPoint point)
    {
        (Options, Point) = (options ?? new MonitorOptions(), MonitorOptions.Standing(point));
        // Says at once what the options cannot be.
        _ = Options.History(1.0);
    }

    /// <summary>What stood out, in the order in which it was found.</summary>
    public IReadOnlyList<MonitorAlert> Alerts => Rung;

    private protected MonitorOptions Options { get; }

    private protected TrainingPoint Point { get; }

    private protected List<MonitorAlert> Rung { get; } = [];

    /// <summary>The steps at which a signal rang, each once, in order.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="where">A parameter's name, "all", or a class as in <c>class 4</c>; anywhere if null.</param>
    public IReadOnlyCollection<int> Steps(MonitorSignal signal, string? where = null) =>
        [.. Rung.Where(alert => alert.Signal == signal && (where is null || alert.Where == where)).Select(alert => alert.Step).Distinct().Order()];

    /// <inheritdoc/>
    public override void AfterBackward(TrainingStep current) => LookIfHere(current);

    /// <inheritdoc/>
    public override void BeforeStep(TrainingStep current) => LookIfHere(current);

    private protected abstract void Look(TrainingStep step);

    // A value of 0 is no reason to stop, and stands out all the same.
    private protected static double Log(double value) => DeterministicMath.Log(Math.Max(value, 1e-30));

    private void LookIfHere(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Point == Point) Look(step);
    }
}
