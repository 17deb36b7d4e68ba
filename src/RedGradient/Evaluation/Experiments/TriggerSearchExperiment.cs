using System.Globalization;
using RedGradient.Lessons;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Six ways to look for a trigger of three tokens, on two text classifiers, from five seeds: unseen sentences flipped, and the best loss against what the search has cost.</summary>
/// <remarks>All have the same budget, <see cref="TriggerSearchScene.Budget"/>; a gradient costs three evaluations.</remarks>
public sealed class TriggerSearchExperiment : Experiment
{
    /// <inheritdoc/>
    public override string Name => "trigger-search";

    /// <inheritdoc/>
    public override string Description => "Unseen sentences flipped by three tokens that six searches find on two text classifiers, and the best loss against evaluations, five seeds.";

    /// <summary>The costs at which the best loss so far is kept.</summary>
    public static IReadOnlyList<int> Stages { get; } = [5, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 1200];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from model in TriggerSearchScene.Models
           from method in TriggerSearchScene.Methods
           from seed in Enumerable.Range(1, 5)
           select new ExperimentPoint(KeyOf(model, method.Name, seed), seed),
    ];

    /// <summary>The key of a point.</summary>
    /// <param name="model">One of <see cref="TriggerSearchScene.Models"/>.</param>
    /// <param name="method">The name of one of <see cref="TriggerSearchScene.Methods"/>.</param>
    /// <param name="seed">From 1 to 5.</param>
    public static string KeyOf(string model, string method, int seed) => FormattableString.Invariant($"{model}; {method}; seed {seed}");

    /// <summary>The name of the best loss seen by the time a search had cost so much.</summary>
    /// <param name="evaluations">One of <see cref="Stages"/>.</param>
    public static string BestLossAt(int evaluations) => string.Create(CultureInfo.InvariantCulture, $"best loss at {evaluations:0000}");

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split("; ");
        return Measure(new TriggerSearchScene(parts[0], point.Seed, cancellationToken), parts[1], point.Seed, cancellationToken);
    }

    /// <summary>Measures one search in a scene that is there already.</summary>
    /// <param name="scene">The classifier and the goal.</param>
    /// <param name="method">The name of one of <see cref="TriggerSearchScene.Methods"/>.</param>
    /// <param name="seed">The scene's seed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IReadOnlyDictionary<string, double> Measure(TriggerSearchScene scene, string method, int seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var found = TriggerSearchScene.Methods.Single(each => each.Name == method).Search(scene.Goal, TriggerSearchScene.Budget, seed, cancellationToken);
        var values = new Dictionary<string, double>
        {
            ["accuracy"] = scene.Accuracy,
            ["flipped"] = scene.Goal.Flipped(found.Trigger, scene.Unseen),
            ["flipped without a trigger"] = scene.Goal.Flipped([], scene.Unseen),
            ["loss"] = found.Loss,
            ["best loss"] = found.Run.BestLoss,
            ["evaluations"] = found.Run.Evaluations,
            ["gradients"] = found.Run.Gradients,
        };
        foreach (var stage in Stages) values[BestLossAt(stage)] = found.Run.Course.Last(step => step.Evaluations <= stage).BestLoss;
        return values;
    }
}
