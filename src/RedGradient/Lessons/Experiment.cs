namespace RedGradient.Lessons;

/// <summary>
/// Evidence that takes longer than a lesson may: a named list of points, each measured from its own seed. The command
/// <c>redgradient experiment NAME</c> finds every public class of this kind with a parameterless constructor.
/// </summary>
/// <remarks>Points are measured in any order and several at once; a measurement must depend on its point alone, and be safe beside others.</remarks>
public abstract class Experiment
{
    /// <summary>The name on the command line and of the file in <c>data/results/</c>: lower-case words joined by hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Raised when the measurement changes its meaning, so that older results are measured again. Default: 1.</summary>
    public virtual int Version => 1;

    /// <summary>All points. Their number and keys are the same in every call.</summary>
    public abstract IReadOnlyList<ExperimentPoint> Points();

    /// <summary>Measures one point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="cancellationToken">Ends the measurement; what it had is lost, other points are kept.</param>
    /// <returns>Numbers by name, the same bits for the same point.</returns>
    public abstract IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default);
}
