using RedGradient.Attacks.Backdoors;
using RedGradient.Defenses.Repair;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Which part of the strong repair does the work: each left out once, by the same rule for the rate; and a trigger too large for Neural Cleanse to notice.</summary>
/// <remarks>Attacker, defender, network and backdoor are those of <see cref="FinePruningExperiment"/>; Neural Cleanse gets the 425 clean images.</remarks>
public sealed class RepairAblationExperiment : Experiment
{
    /// <summary>What is left out, in the words of the results.</summary>
    public static readonly IReadOnlyList<string> Parts = ["nothing", "clip", "clip, warm-up, cosine", "shift", "patch", "teacher", "shift, patch, teacher"];

    private static readonly string[] Kinds = ["parts", "large square"];
    private static readonly (string Data, int Seed)[] Networks = [("synthetic", 4), ("mnist", 4), ("mnist", 5), ("mnist", 6)];

    /// <inheritdoc/>
    public override string Name => "repair-ablation";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy after the strong repair with one part left out, after the usual one by the same rule, and a large trigger.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from what in Kinds
           from network in Networks
           select new ExperimentPoint(FormattableString.Invariant($"{network.Data}, {what}, seed {network.Seed}"), network.Seed),
    ];

    /// <summary>The strong recipe without one part.</summary>
    /// <param name="part">One of <see cref="Parts"/>.</param>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public static FineTuning Without(string part)
    {
        var strong = FineTuning.Strong;
        return part switch
        {
            "nothing" => strong,
            "clip" => strong with { ClipNorm = null },
            "clip, warm-up, cosine" => strong with { ClipNorm = null, WarmupEpochs = 0, Schedule = LearningRateSchedule.Constant },
            "shift" => strong with { Variation = null },
            "patch" => strong with { Disturbance = null },
            "teacher" => strong with { TeacherShare = 0.0 },
            "shift, patch, teacher" => strong with { Variation = null, Disturbance = null, TeacherShare = 0.0 },
            _ => throw new ArgumentException($"The recipe has no part \"{part}\"; it has {string.Join("; ", Parts)}.", nameof(part)),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (all, test) = DigitTrial.Load(point);
        var (attackers, reserve) = all.Shuffle(1).Split(7500);
        var (tuning, validation) = reserve.Take(425).Split(300);
        var large = point.Key.Contains("large", StringComparison.Ordinal);
        var poison = new BadNets { Trigger = PatternTrigger.Square(large ? 10 : 3), Goal = BackdoorGoal.AllToOne(BackdoorTrial.Target), Seed = point.Seed };
        var network = new Network(point.Seed, DigitTrial.Layers());
        Trainer.Train(network, poison.Poison(attackers).Data, BackdoorTrial.Recipe(point.Seed), cancellationToken);
        var values = new Dictionary<string, double>();
        Add("none", network);
        if (large)
        {
            Repair("nothing", FineTuning.Strong);
            var report = new NeuralCleanse().Examine(network, reserve.Take(425), cancellationToken);
            values["Neural Cleanse: flagged"] = report.Flagged.Count;
            values["Neural Cleanse: anomaly index of the target"] = report.AnomalyIndices[BackdoorTrial.Target];
            values["Neural Cleanse: mask of the target, share of the median"] = report.MaskNorms[BackdoorTrial.Target] / report.Median;
            return values;
        }

        foreach (var part in Parts)
        {
            Repair(part, Without(part));
        }

        Repair("usual recipe", new FineTuning());
        return values;

        void Repair(string name, FineTuning recipe)
        {
            var result = new FinePruning { FineTuning = recipe with { Seed = point.Seed } }.Repair(network, tuning, validation, cancellationToken);
            values[$"{name}: rate"] = result.LearningRate;
            Add(name, result.Network);
        }

        void Add(string name, Network measured) => BackdoorTrial.Add(values, name, AttackSuccess.Measure(measured, test, poison.Trigger, poison.Goal));
    }
}
