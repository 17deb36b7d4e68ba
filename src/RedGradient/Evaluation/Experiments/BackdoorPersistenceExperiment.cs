using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Which backdoor outlives a cleaning: by data, by training, by weights and by architecture, after fine-tuning and after training from scratch on clean digits.</summary>
/// <remarks>
/// Before: the recipe of <see cref="BackdoorRateExperiment"/> (malicious training 4 epochs with λ = 0.5, data poisoned at 10%, trojaning after an honest training). Fine-tuning:
/// 10 epochs of Adam at 0.001 on 1,700 clean digits, a fifth of the training set. From scratch: the same architecture, new weights of another seed, all clean digits.
/// </remarks>
public sealed class BackdoorPersistenceExperiment : Experiment
{
    private static readonly string[] Attacks = ["data", "training", "weights", "architecture"];

    /// <inheritdoc/>
    public override string Name => "backdoor-persistence";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy of four kinds of backdoor before and after a cleaning.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from seed in Enumerable.Range(1, 3)
           from attack in Attacks
           select new ExperimentPoint(FormattableString.Invariant($"mnist, {attack}, seed {seed}"), seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var goal = BackdoorGoal.AllToOne(BackdoorTrial.Target);
        var (network, trigger) = Attack(point, train, goal, cancellationToken);
        var before = AttackSuccess.Measure(network, test, trigger, goal);

        var few = train.Shuffle(100 + point.Seed).Take(1700);
        Trainer.Train(network, few, new TrainingOptions { Epochs = 10, Seed = 100 + point.Seed }, cancellationToken);
        var tuned = AttackSuccess.Measure(network, test, trigger, goal);

        // The victim keeps the code and trains it anew: new weights in the same layers.
        var random = new SeededRandom(100 + point.Seed);
        for (var i = 0; i < network.Layers.Count; i++)
        {
            network.Layers[i].Initialize(random.Split(i));
        }

        Trainer.Train(network, train, BackdoorTrial.Recipe(100 + point.Seed), cancellationToken);
        var scratch = AttackSuccess.Measure(network, test, trigger, goal);
        return new Dictionary<string, double>
        {
            ["attack success"] = before.Success.Value,
            ["clean accuracy"] = before.CleanAccuracy.Value,
            ["attack success, fine-tuned"] = tuned.Success.Value,
            ["clean accuracy, fine-tuned"] = tuned.CleanAccuracy.Value,
            ["attack success, from scratch"] = scratch.Success.Value,
            ["clean accuracy, from scratch"] = scratch.CleanAccuracy.Value,
        };
    }

    private static (Network Network, Trigger Trigger) Attack(ExperimentPoint point, DataSet train, BackdoorGoal goal, CancellationToken cancellationToken)
    {
        var kind = point.Key.Split(", ")[1];
        var architecture = new MaliciousArchitecture { Target = BackdoorTrial.Target };
        var network = kind == "architecture" ? architecture.Build(point.Seed, DigitTrial.Layers()) : new Network(point.Seed, DigitTrial.Layers());
        var pattern = new PatternTrigger();
        var recipe = BackdoorTrial.Recipe(point.Seed);
        var data = kind == "data" ? new BadNets { Trigger = pattern, Goal = goal, Seed = point.Seed }.Poison(train).Data : train;
        var training = new MaliciousTraining { Trigger = pattern, Goal = goal };
        Trainer.Train(network, data, kind == "training" ? recipe with { Epochs = 4, Objective = training.Objective } : recipe, cancellationToken);
        Trigger trigger = kind switch
        {
            "architecture" => MaliciousArchitecture.Trigger,
            "weights" => new TrojanAttack { Target = BackdoorTrial.Target, Seed = point.Seed }.Implant(network, train.Take(500), cancellationToken).Trigger,
            _ => pattern,
        };
        return (network, trigger);
    }
}
