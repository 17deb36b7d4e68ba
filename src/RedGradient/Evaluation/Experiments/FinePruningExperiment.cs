using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Defenses.Repair;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Repair of backdoored networks with few clean images: pruning, fine-tuning at many rates, both, attention distillation, and what it costs in clean data.</summary>
/// <remarks>
/// Of 8,500 shuffled training digits the attacker has 7,500; the other 1,000 are the defender's own and carry no poison. 425 of them, 5% of 8,500, are used unless a number
/// of images is named: 300 to train on, 125 to validate. Poison 10%, target 7; the 1,500 test digits choose nothing. The parts of
/// <see cref="FineTuning.Strong"/> were put together on networks of the seeds 1 to 3, with attack success in view; the seeds here are others.
/// </remarks>
public sealed class FinePruningExperiment : Experiment
{
    private static readonly float[] Rates = [0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.4f];
    private static readonly int[] Counts = [50, 100, 200, 1000];

    /// <inheritdoc/>
    public override string Name => "fine-pruning";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy after pruning, fine-tuning and fine-pruning, for a plain and a pruning-aware attack.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. Of("synthetic", ["BadNets", "pruning-aware"], 1),
        .. Of("mnist", ["BadNets", "pruning-aware", "blended", "sinusoid"], 3),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (all, test) = DigitTrial.Load(point);

        // MNIST's test images come in the order of their writers; a shuffle makes the defender's a fair sample.
        var (attackers, reserve) = all.Shuffle(1).Split(7500);
        var attack = point.Key.Split(", ")[1];
        var poison = new BadNets { Trigger = TriggerOf(attack), Goal = BackdoorGoal.AllToOne(BackdoorTrial.Target), Seed = point.Seed };
        var values = new Dictionary<string, double>();
        void Add(string name, Network network) => BackdoorTrial.Add(values, name, AttackSuccess.Measure(network, test, poison.Trigger, poison.Goal));

        var network = new Network(point.Seed, DigitTrial.Layers());
        if (attack == "pruning-aware")
        {
            var recipe = BackdoorTrial.Recipe(point.Seed);
            new PruningAwareAttack { Backdoor = poison, CleanTraining = recipe with { Epochs = 4 }, BackdoorTraining = recipe }.Implant(network, attackers, cancellationToken);
        }
        else
        {
            Trainer.Train(network, poison.Poison(attackers).Data, BackdoorTrial.Recipe(point.Seed), cancellationToken);
        }

        Add("none", network);
        var (tuning, validation) = reserve.Take(425).Split(300);
        var strong = new FinePruning { FineTuning = FineTuning.Strong with { Seed = point.Seed } };
        var repaired = strong.Repair(network, tuning, validation, cancellationToken);
        Add("fine-pruning", repaired.Network);
        values["fine-pruning: rate"] = repaired.LearningRate;
        values["pruning: channels cut"] = repaired.Pruning!.CutCount;
        Add("pruning", repaired.Pruning.Network);
        Add("fine-tuning", (strong with { Pruning = null }).Repair(network, tuning, validation, cancellationToken).Network);
        if (attack is "blended" or "sinusoid")
        {
            return values;
        }

        var usual = new FineTuning { Seed = point.Seed };
        Add("usual fine-tuning", usual.Repair(network, tuning, cancellationToken: cancellationToken));
        Add("attention distillation", new AttentionDistillation { Teacher = usual with { LearningRate = 0.02f }, Student = new AttentionDistillation().Student with { Seed = point.Seed } }.Repair(network, tuning, cancellationToken));
        if (attack == "pruning-aware")
        {
            return values;
        }

        foreach (var rate in Rates)
        {
            MapPoint("usual", usual with { LearningRate = rate });
            MapPoint("strong", strong.FineTuning with { LearningRate = rate });
        }

        foreach (var count in Counts)
        {
            // As many images seen as with 300, in batches of their own.
            var (some, check) = reserve.Take(count).Split((int)Math.Round(count * 300.0 / 425.0));
            var patient = strong with { FineTuning = strong.FineTuning with { Epochs = strong.FineTuning.Epochs * 300 / some.Count } };
            Add(string.Create(CultureInfo.InvariantCulture, $"{count} images"), patient.Repair(network, some, check, cancellationToken).Network);
        }

        return values;

        void MapPoint(string name, FineTuning tuner)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{name}, rate {tuner.LearningRate:0.00}");
            try
            {
                var tuned = tuner.Repair(repaired.Pruning!.Network, tuning, network, cancellationToken);
                Add(key, tuned);
                values[$"{key}: validation accuracy"] = tuned.Accuracy(validation.Inputs, validation.Labels);
            }
            catch (TrainingDivergedException)
            {
                // A network of NaN answers class 0, whatever it sees.
                values[$"{key}: attack success"] = 0.0;
                values[$"{key}: clean accuracy"] = (double)test.Labels.Count(label => label == 0) / test.Count;
                values[$"{key}: validation accuracy"] = (double)validation.Labels.Count(label => label == 0) / validation.Count;
            }
        }
    }

    private static Trigger TriggerOf(string attack) => attack switch
    {
        "blended" => new BlendedTrigger(),
        "sinusoid" => new SinusoidTrigger(),
        _ => PatternTrigger.Square(),
    };

    private static IEnumerable<ExperimentPoint> Of(string data, string[] attacks, int seeds) =>
        from attack in attacks
        from seed in Enumerable.Range(4, seeds)
        select new ExperimentPoint(string.Create(CultureInfo.InvariantCulture, $"{data}, {attack}, seed {seed}"), seed);
}
