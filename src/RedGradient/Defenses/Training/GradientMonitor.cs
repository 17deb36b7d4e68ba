using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>Watches norm, direction and rank of a training run's gradients, step by step.</summary>
/// <remarks>
/// Norms as logarithms, of all gradients and of each parameter's; the direction by a <see cref="GradientSketch"/> against the mean of the directions remembered; effective and stable rank of
/// each weight matrix. Each is judged by a <see cref="RobustHistory"/>, and a direction that stands out is not remembered. It sees what the hooks before it leave. It cannot see a turn
/// that keeps the norm and stays within the honest spread of directions, nor what happens after its point. One monitor serves one run.
/// </remarks>
public sealed class GradientMonitor : StepMonitor
{
    private const string All = "all";
    private readonly GradientSketch sketch;
    private readonly Dictionary<(MonitorSignal Signal, string Where), RobustHistory> histories = [];
    private readonly Queue<double[]> directions = new();
    private readonly List<GradientObservation> observations = [];

    /// <summary>Makes a monitor.</summary>
    /// <param name="options">How it judges; the defaults where null.</param>
    /// <param name="point">Where it stands, at one of the two points that hold gradients; before the optimiser by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another point, or more first steps than the window holds.</exception>
    public GradientMonitor(MonitorOptions? options = null, TrainingPoint point = TrainingPoint.BeforeStep)
        : base(options, point) => sketch = new GradientSketch(seed: Options.Seed);

    /// <summary>What was measured, one for each step.</summary>
    public IReadOnlyList<GradientObservation> Observations => observations;

    /// <summary>Looks at the gradients of a step, as the training loop does; for gradients that come from elsewhere.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="gradients">One for each parameter, the same shapes at every step.</param>
    /// <param name="names">The parameters' names, as many.</param>
    /// <exception cref="ArgumentException">The numbers differ, or the gradients have another size than before.</exception>
    public void Update(int step, IReadOnlyList<Tensor> gradients, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(names);
        if (gradients.Count == 0 || gradients.Count != names.Count)
            throw new ArgumentException($"A monitor looks at one or more gradients with as many names; {gradients.Count} and {names.Count} were given.", nameof(gradients));
        var logNorm = LogNorm(gradients);
        Judge(step, MonitorSignal.Norm, All, logNorm, leastScale: 0.01);
        var cosine = Direction(step, sketch.Of(gradients));
        Spectrum? firstMatrix = null;
        for (var i = 0; i < gradients.Count; i++)
        {
            Judge(step, MonitorSignal.Norm, names[i], LogNorm([gradients[i]]), leastScale: 0.01);
            if (gradients[i].Shape.Rank < 2 || !double.IsFinite(logNorm)) continue;
            var spectrum = Spectrum.Of(gradients[i]);
            firstMatrix ??= spectrum;
            Judge(step, MonitorSignal.EffectiveRank, names[i], Log(spectrum.EffectiveRank), leastScale: 0.01);
            Judge(step, MonitorSignal.StableRank, names[i], Log(spectrum.StableRank), leastScale: 0.01);
        }

        observations.Add(new GradientObservation(step, logNorm, cosine, firstMatrix?.EffectiveRank ?? 0.0, firstMatrix?.StableRank ?? 0.0));
    }

    private protected override void Look(TrainingStep step) =>
        Update(step.Number, step.Gradients, [.. step.Network.Parameters.Select(parameter => parameter.Name)]);

    private double Direction(int step, double[] direction)
    {
        var length = Math.Sqrt(direction.Sum(value => value * value));
        if (!(length > 0.0) || !double.IsFinite(length)) return 0.0;
        var unit = direction.Select(value => value / length).ToArray();
        var mean = new double[sketch.Dimensions];
        foreach (var known in directions)
        {
            for (var i = 0; i < mean.Length; i++) mean[i] += known[i];
        }

        var cosine = GradientSketch.Cosine(unit, mean);
        // The first direction has none before it.
        if (directions.Count > 0 && Judge(step, MonitorSignal.Direction, All, cosine, leastScale: 1.0 / 16.0)) return cosine;
        directions.Enqueue(unit);
        if (directions.Count > Options.Window) directions.Dequeue();
        return cosine;
    }

    // Whether this very step stands out.
    private bool Judge(int step, MonitorSignal signal, string where, double value, double leastScale)
    {
        if (!histories.TryGetValue((signal, where), out var history)) histories[(signal, where)] = history = Options.History(leastScale);
        var found = history.Judge(step, value);
        Rung.AddRange(found.Select(each => new MonitorAlert(each.Step, signal, where, each.Score)));
        return found.Any(each => each.Step == step);
    }

    private static double LogNorm(IReadOnlyList<Tensor> gradients) => Log(GradientGeometry.Norm(gradients));
}
