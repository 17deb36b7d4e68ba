using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>BadNets over the poisoning rate: from nothing to half of the training images, single-target and all-to-all.</summary>
/// <remarks>
/// The trigger is <see cref="PatternTrigger"/> as it is by default, the target 7; 8,500 training and 1,500 test digits; Adam at 0.001 with a cosine, 8 epochs. The rate
/// 0 is the clean network.
/// </remarks>
public sealed class BackdoorRateExperiment : Experiment
{
    private static readonly double[] Rates = [0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5];
    private static readonly double[] SyntheticRates = [0.0, 0.005, 0.01, 0.02, 0.1, 0.5];
    private static readonly double[] AllToAllRates = [0.1, 0.33, 0.5];

    /// <inheritdoc/>
    public override string Name => "backdoor-rate";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy of BadNets on a CNN, over the poisoning rate.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. Of("mnist", "single-target", Rates, 3),
        .. Of("mnist", "all-to-all", AllToAllRates, 1),
        .. Of("synthetic", "single-target", SyntheticRates, 1),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var parts = point.Key.Split(", ");
        var attack = new BadNets
        {
            Trigger = new PatternTrigger(),
            Goal = parts[1] == "all-to-all" ? BackdoorGoal.AllToAll : BackdoorGoal.AllToOne(BackdoorTrial.Target),
            Rate = double.Parse(parts[2].Split(' ')[1], CultureInfo.InvariantCulture),
            Seed = point.Seed,
        };
        var network = new Network(point.Seed, DigitTrial.Layers());
        Trainer.Train(network, attack.Rate == 0.0 ? train : attack.Poison(train).Data, BackdoorTrial.Recipe(point.Seed), cancellationToken);
        return BackdoorTrial.Numbers(AttackSuccess.Measure(network, test, attack.Trigger, attack.Goal));
    }

    private static IEnumerable<ExperimentPoint> Of(string data, string goal, double[] rates, int seeds) =>
        from rate in rates
        from seed in Enumerable.Range(1, seeds)
        select new ExperimentPoint(string.Create(CultureInfo.InvariantCulture, $"{data}, {goal}, rate {rate:0.000}, seed {seed}"), seed);
}
