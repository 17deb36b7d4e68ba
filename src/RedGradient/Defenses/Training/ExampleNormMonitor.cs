using System.Globalization;
using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Watches what each class's examples bring into the gradient, and whether the gradient is the sum of what they bring.</summary>
/// <remarks>
/// The first signal is the logarithm of the mean norm of a class's contributions over that of the whole batch, judged against the class's own past: an amplified class stands out
/// however the others pay for it. The second is <see cref="StepExamples.Mismatch"/>: whoever changes the sum itself leaves a difference. It costs one more pass over the batch. One
/// monitor serves one run.
/// </remarks>
public sealed class ExampleNormMonitor : StepMonitor
{
    private readonly double tolerance;
    private readonly Dictionary<int, RobustHistory> histories = [];
    private readonly List<double[]> shares = [];

    /// <summary>Makes a monitor.</summary>
    /// <param name="options">How it judges; the defaults where null.</param>
    /// <param name="point">Where it stands, at one of the two points that hold gradients; before the optimiser by default. A run that clips changes the sum in between: there it stands after the backward pass.</param>
    /// <param name="tolerance">The relative difference of sum and gradient that rounding may leave, above 0; 1e-3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another point, or a tolerance that is not a finite number above 0.</exception>
    public ExampleNormMonitor(MonitorOptions? options = null, TrainingPoint point = TrainingPoint.BeforeStep, double tolerance = 1e-3)
        : base(options, point) => this.tolerance = Require.Positive(tolerance, "The tolerance of a monitor of examples");

    /// <summary>For each step the logarithm of each class's mean norm over the batch's, NaN for a class without an example.</summary>
    public IReadOnlyList<double[]> Observations => shares;

    /// <summary>Looks at the contributions of a step's examples, as the training loop does; for norms that come from elsewhere.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="norms">The norm of each example's contribution.</param>
    /// <param name="labels">Its class.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <exception cref="ArgumentException">The numbers differ, or a label is no class.</exception>
    public void Update(int step, double[] norms, int[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(norms);
        ArgumentNullException.ThrowIfNull(labels);
        if (norms.Length == 0 || norms.Length != labels.Length || labels.Any(label => label < 0 || label >= classCount))
            throw new ArgumentException($"A monitor of examples needs a norm and a class from 0 to {classCount - 1} for each, at least one; there were {norms.Length} norms and {labels.Length} labels.", nameof(norms));
        var seen = new double[classCount];
        var whole = norms.Average();
        for (var label = 0; label < classCount; label++)
        {
            var own = Enumerable.Range(0, norms.Length).Where(i => labels[i] == label).Select(i => norms[i]).ToArray();
            seen[label] = own.Length == 0 ? double.NaN : Log(own.Average()) - Log(whole);
            if (own.Length == 0) continue;
            if (!histories.TryGetValue(label, out var history)) histories[label] = history = Options.History(leastScale: 0.05);
            Rung.AddRange(history.Judge(step, seen[label]).Select(each => new MonitorAlert(each.Step, MonitorSignal.ExampleNorm, string.Create(CultureInfo.InvariantCulture, $"class {label}"), each.Score)));
        }

        shares.Add(seen);
    }

    private protected override void Look(TrainingStep step)
    {
        var examples = step.Examples;
        Update(step.Number, examples.Norms(), step.Batch.Labels, step.Outputs.Shape[^1]);
        var mismatch = examples.Mismatch();
        if (!(mismatch <= tolerance)) Rung.Add(new MonitorAlert(step.Number, MonitorSignal.Sum, "all", double.PositiveInfinity));
    }
}
