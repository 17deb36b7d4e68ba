using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Whether what activation clustering and spectral signatures find of 2% poison depends on how the network was trained: five recipes, three seeds each, and three networks without poison beside them.</summary>
/// <remarks>
/// 4,000 hard synthetic digits, 9-pixel square, every class to 7, so that a sixth of class 7 is poison; two convolutions with 8 and 32 channels. All numbers are of class 7,
/// except the highest silhouette of the others. The first recipe with seed 1 is the network of lesson 6.
/// </remarks>
public sealed class ActivationClusteringExperiment : Experiment
{
    /// <summary>The poisoning rate of all points.</summary>
    public const double Rate = 0.02;

    private const int Target = 7;

    private static readonly (string Name, TrainingOptions Options)[] Recipes =
    [
        ("Adam, 6 epochs", new() { Epochs = 6, BatchSize = 64 }),
        ("Adam, 4 epochs", new() { Epochs = 4, BatchSize = 64 }),
        ("Adam, 8 epochs", new() { Epochs = 8, BatchSize = 64 }),
        ("Adam, 12 epochs", new() { Epochs = 12, BatchSize = 64 }),
        ("SGD, 6 epochs", new() { Epochs = 6, BatchSize = 32, Optimizer = new Sgd() }),
    ];

    private static readonly (string Name, FeatureProjection Projection)[] Views = [("PCA", FeatureProjection.Principal), ("ICA", FeatureProjection.Independent)];

    /// <inheritdoc/>
    public override string Name => "activation-clustering";

    /// <inheritdoc/>
    public override string Description => "What clustering the last hidden layer finds of 2% poison, over five recipes of training and three seeds.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from recipe in Recipes
           from seed in Enumerable.Range(1, 3)
           select new ExperimentPoint(FormattableString.Invariant($"synthetic; {recipe.Name}; 2% poison; seed {seed}"), seed),
        .. from seed in Enumerable.Range(1, 3) select new ExperimentPoint(FormattableString.Invariant($"synthetic; {Recipes[0].Name}; no poison; seed {seed}"), seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split("; ");
        var (train, test) = DigitTrial.Load(point, 4000, difficulty: DigitDifficulty.Hard);
        var (trigger, goal) = (TrainingDefenseTrial.Trigger, TrainingDefenseTrial.Goal);
        var poisoned = parts[2] == "no poison"
            ? new PoisonedDataSet(train, new bool[train.Count])
            : new BadNets { Trigger = trigger, Goal = goal, Rate = Rate, Seed = point.Seed }.Poison(train);
        var network = new Network(
            point.Seed, new Conv2D(1, 8, 5), new Relu(), new MaxPool2D(2), new Conv2D(8, 32, 5), new Relu(), new MaxPool2D(2), new Dense(512, 128), new Relu(), new Dense(128, 10));
        var recipe = Array.Find(Recipes, recipe => recipe.Name == parts[1]).Options;
        Trainer.Train(network, poisoned.Data, recipe with { Seed = point.Seed }, cancellationToken);

        var success = AttackSuccess.Measure(network, test, trigger, goal);
        var values = new Dictionary<string, double>
        {
            ["attack success"] = success.Success.Value,
            ["clean accuracy"] = success.CleanAccuracy.Value,
            ["base rate"] = (double)poisoned.PoisonRows.Count / poisoned.Data.Labels.Count(label => label == Target),
            ["spectral: poison in the top 30%"] = SpectralPrecision(network, poisoned),
        };
        foreach (var (name, projection) in Views)
        {
            var found = new ActivationClustering { Projection = projection }.Inspect(network, poisoned.Data, cancellationToken);
            var own = found.Single(found => found.Label == Target);
            values[$"{name}: smaller cluster, share of the class"] = own.Clusters.SmallerShare;
            values[$"{name}: poison in the smaller cluster"] = IsolationQuality.Measure(own.SmallerCluster(), poisoned).Precision.Value;
            values[$"{name}: silhouette"] = own.Clusters.Silhouette;
            values[$"{name}: highest other silhouette"] = found.Where(other => other.Label != Target).Max(other => other.Clusters.Silhouette);
        }

        return values;
    }

    // Of what spectral signatures remove from the class: 1.5 times a feared share of 20%.
    private static double SpectralPrecision(Network network, PoisonedDataSet poisoned)
    {
        var removed = new SpectralSignatures { PoisonShare = 0.2 }.Remove(SpectralSignatures.Score(network, poisoned.Data), poisoned.Data);
        return IsolationQuality.Measure([.. removed.Where(row => poisoned.Data.Labels[row] == Target)], poisoned).Precision.Value;
    }
}
