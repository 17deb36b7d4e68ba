using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Evaluation.Auditing;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Whether Neural Cleanse tells backdoored networks from clean ones: ten of each, every backdoor with a target of its own, four triggers in turn.</summary>
/// <remarks>
/// The attacker trains on 8,500 digits, a tenth of them poisoned; the defender has 1,000 test images, the other 500 measure. The settings of
/// <see cref="NeuralCleanse"/> and the thresholds were chosen on networks of the seeds 101 to 104, none of which is here.
/// </remarks>
public sealed class NeuralCleanseExperiment : Experiment
{
    private static readonly string[] DataSets = ["mnist", "synthetic"];
    private static readonly string[] Kinds = ["backdoored", "clean"];

    /// <inheritdoc/>
    public override string Name => "neural-cleanse";

    /// <inheritdoc/>
    public override string Description => "Mask sizes, anomaly indices and flagged classes of Neural Cleanse on ten clean and ten backdoored networks, and the attack after unlearning.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from data in DataSets
           from kind in Kinds
           from seed in Enumerable.Range(1, 10)
           select new ExperimentPoint(FormattableString.Invariant($"{data}, {kind}, seed {seed:00}"), seed),
    ];

    /// <summary>The backdoor of a network: targets 4, 7, 0, 3, … and four triggers in turn.</summary>
    /// <param name="seed">The network's seed, at least 0.</param>
    public static BadNets Backdoor(int seed)
    {
        Require.AtLeast(0, seed, "The seed");
        Trigger trigger = (seed % 4) switch
        {
            0 => PatternTrigger.Square(),
            1 => new PatternTrigger(),
            2 => PatternTrigger.Square(4) with { Row = 1, Column = 1 },
            _ => PatternTrigger.Square(2) with { Row = 2, Column = ^4 },
        };
        return new BadNets { Trigger = trigger, Goal = BackdoorGoal.AllToOne(((3 * seed) + 1) % 10), Seed = seed };
    }

    /// <summary>Trains the network of a point.</summary>
    /// <param name="train">The attacker's digits.</param>
    /// <param name="seed">Decides weights, order and backdoor.</param>
    /// <param name="backdoored">Whether it gets the backdoor.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static Network Victim(DataSet train, int seed, bool backdoored, CancellationToken cancellationToken = default)
    {
        var network = new Network(seed, DigitTrial.Layers());
        Trainer.Train(network, backdoored ? Backdoor(seed).Poison(train).Data : train, BackdoorTrial.Recipe(seed) with { Epochs = 4 }, cancellationToken);
        return network;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var (clean, judge) = test.Shuffle(1).Split(1000);
        var backdoored = point.Key.Contains("backdoored", StringComparison.Ordinal);
        var backdoor = Backdoor(point.Seed);
        var network = Victim(train, point.Seed, backdoored, cancellationToken);
        var report = new NeuralCleanse().Examine(network, clean, cancellationToken);
        var patches = new PatchScan().Examine(network, clean.Take(100), cancellationToken);
        var values = new Dictionary<string, double>
        {
            ["clean accuracy"] = network.Accuracy(judge.Inputs, judge.Labels),
            ["smallest: class"] = report.Smallest.Target,
            ["smallest: norm"] = report.Smallest.MaskNorm,
            ["smallest: success"] = report.Smallest.Success,
            ["smallest: anomaly index"] = report.AnomalyIndices[report.Smallest.Target],
            ["median norm"] = report.Median,
            ["flagged"] = report.Flagged.Count,
            ["flagged by the index alone"] = report.SmallOutliers.Count,
            ["patch: class"] = patches.Class,
            ["patch: share"] = patches.Share,
        };
        for (var c = 0; c < report.MaskNorms.Count; c++)
        {
            values[FormattableString.Invariant($"norm {c}")] = report.MaskNorms[c];
        }

        if (backdoored)
        {
            var target = backdoor.Goal.Target!.Value;
            values["target"] = target;
            values["target alone is flagged"] = report.Flagged.Count == 1 && report.Flagged[0] == target ? 1.0 : 0.0;
            values["overlap with the true trigger"] = report.Triggers[target].OverlapWith(backdoor.Trigger);
            values["overlap within 2 pixels"] = report.Triggers[target].OverlapWith(backdoor.Trigger, margin: 2);
            values["attack success"] = AttackSuccess.Measure(network, judge, backdoor.Trigger, backdoor.Goal).Success.Value;
            var repaired = new TriggerUnlearning { Seed = point.Seed }.Repair(network, clean, report.Triggers[target], cancellationToken);
            var after = AttackSuccess.Measure(repaired, judge, backdoor.Trigger, backdoor.Goal);
            values["unlearned: attack success"] = after.Success.Value;
            values["unlearned: clean accuracy"] = after.CleanAccuracy.Value;
        }

        return values;
    }
}
