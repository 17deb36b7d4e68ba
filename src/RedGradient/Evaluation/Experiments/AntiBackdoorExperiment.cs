using RedGradient.Attacks.Poisoning;
using RedGradient.Defenses.Training;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Anti-backdoor learning step by step: the paper's form and the library's, on hard synthetic digits and on MNIST, against BadNets and against poison made to be learned slowly.</summary>
/// <remarks>
/// 8,500 training images with 10% poison (9-pixel square, every class to 7), 1,500 test images, isolation of 1%. Both forms have the same settings on every data set and seed. Points named mnist need the
/// 10,000-image excerpt, by <c>REDGRADIENT_DATA</c>. How the library's form unlearns was chosen in trials on seeds 1 to 3, with attack success on the test images in view; how often it
/// looks, by the precision of isolation on seeds 11 to 13. Seeds 4 to 6 served no choice; their synthetic digits, <c>fresh synthetic</c>, are others too.
/// </remarks>
public sealed class AntiBackdoorExperiment : Experiment
{
    /// <summary>The isolation rates at which precision and recall are measured.</summary>
    public static readonly IReadOnlyList<double> Rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5];

    private static readonly string[] DataSets = ["synthetic", "mnist"];
    private static readonly string[] FreshDataSets = ["fresh synthetic", "mnist"];
    private static readonly string[] Forms = ["badnets, paper", "badnets, refined", "slow, refined"];

    /// <inheritdoc/>
    public override string Name => "anti-backdoor";

    /// <inheritdoc/>
    public override string Description => "Isolation, attack success and clean accuracy after each step of anti-backdoor learning, two forms, two attacks, two data sets.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from data in DataSets
           from form in Forms
           from seed in Enumerable.Range(1, 3)
           select Point(data, form, seed),
        .. from data in FreshDataSets
           from seed in Enumerable.Range(4, 3)
           select Point(data, Forms[1], seed),
        .. from data in DataSets
           from seed in Enumerable.Range(11, 3)
           select Point(data, "looks", seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split(", ");
        var (train, test) = TrainingDefenseTrial.Load(point);
        var poisoned = TrainingDefenseTrial.Poison(train, slow: parts[1] == "slow", point.Seed);
        if (parts[1] == "looks")
        {
            return MeasureLooks(poisoned, point.Seed, cancellationToken);
        }

        var defense = parts[2] == "paper" ? AntiBackdoorLearning.Paper : new AntiBackdoorLearning();
        var network = new Network(point.Seed, DigitTrial.Layers());
        var result = (defense with { Isolating = defense.Isolating with { Seed = point.Seed } }).Run(network, poisoned.Data, cancellationToken);

        var values = new Dictionary<string, double>();
        for (var epoch = 1; epoch <= defense.Isolating.Epochs; epoch++)
        {
            var look = result.Record.Losses[(epoch * defense.LooksPerEpoch) - 1];
            var alone = IsolationQuality.OverRates([.. look.Select(loss => (double)loss)], [0.01], poisoned)[0];
            values[FormattableString.Invariant($"precision at 1%, epoch {epoch} alone")] = alone.Precision.Value;
        }

        foreach (var (rate, quality) in Rates.Zip(IsolationQuality.OverRates(result.Scores, Rates, poisoned)))
        {
            values[FormattableString.Invariant($"precision at {100 * rate}%")] = quality.Precision.Value;
            values[FormattableString.Invariant($"recall at {100 * rate}%")] = quality.Recall.Value;
        }

        foreach (var state in result.States)
        {
            var success = AttackSuccess.Measure(state.Network, test, TrainingDefenseTrial.Trigger, TrainingDefenseTrial.Goal);
            var quality = IsolationQuality.Measure(state.Suspects, poisoned);
            values[$"{state.Step}: attack success"] = success.Success.Value;
            values[$"{state.Step}: clean accuracy"] = success.CleanAccuracy.Value;
            values[$"{state.Step}: precision"] = quality.Precision.Value;
            values[$"{state.Step}: recall"] = quality.Recall.Value;
        }

        return values;
    }

    // The precision of isolating 1% by the last three epochs, for one, two and four looks an epoch at the same training.
    private static Dictionary<string, double> MeasureLooks(PoisonedDataSet poisoned, int seed, CancellationToken cancellationToken)
    {
        Dictionary<int, LossRecord> records = new() { [1] = new(poisoned.Data), [2] = new(poisoned.Data), [4] = new(poisoned.Data) };
        var training = new AntiBackdoorLearning().Isolating with { Seed = seed };
        foreach (var (looks, record) in records)
        {
            training = record.Watch(training, looks);
        }

        Trainer.Train(new Network(seed, DigitTrial.Layers()), poisoned.Data, training, cancellationToken);
        return records.ToDictionary(
            pair => pair.Key == 1 ? "precision, 1 look an epoch" : FormattableString.Invariant($"precision, {pair.Key} looks an epoch"),
            pair => IsolationQuality.OverRates(pair.Value.Score(3 * pair.Key), [0.01], poisoned)[0].Precision.Value);
    }

    private static ExperimentPoint Point(string data, string form, int seed) =>
        new(FormattableString.Invariant($"{data}, {form}, seed {seed}"), seed);
}
