using RedGradient.Defenses.Training;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>When isolation by the loss works: the mean loss of poison and of clean examples at every half epoch, and the precision of isolation there, for easy and hard data, fast and slow training.</summary>
/// <remarks>10% poison, 9-pixel square, every class to 7; four epochs. Points named mnist need the 10,000-image excerpt, by <c>REDGRADIENT_DATA</c>.</remarks>
public sealed class LearningSpeedExperiment : Experiment
{
    /// <summary>How often an epoch is looked at.</summary>
    public const int LooksPerEpoch = 2;

    /// <summary>The epochs of a run.</summary>
    public const int Epochs = 4;

    private static readonly string[] DataSets = ["synthetic", "plain synthetic", "mnist"];

    private static readonly (string Name, TrainingOptions Options)[] Trainings =
    [
        ("SGD 0.1, batch 32", new() { BatchSize = 32, Optimizer = new Sgd() }),
        ("SGD 0.1, batch 128", new() { Optimizer = new Sgd() }),
        ("SGD 0.02, batch 32", new() { BatchSize = 32, Optimizer = new Sgd { LearningRate = 0.02f } }),
        ("Adam 0.001, batch 128", new()),
    ];

    /// <inheritdoc/>
    public override string Name => "learning-speed";

    /// <inheritdoc/>
    public override string Description => "Losses of poison and clean examples over four epochs and the precision of isolating 1%, for three data sets and four trainings.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from data in DataSets
           from training in Trainings
           where data != "plain synthetic" == (training.Options.Optimizer is Sgd) || data == "synthetic"
           select Point(data, training.Name, seed: 1),
        .. from data in DataSets where data != "plain synthetic" select Point(data, Trainings[0].Name, seed: 2),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split("; ");
        var (train, _) = TrainingDefenseTrial.Load(point);
        var poisoned = TrainingDefenseTrial.Poison(train, slow: false, point.Seed);
        var options = Array.Find(Trainings, training => training.Name == parts[2]).Options with { Epochs = Epochs, Seed = point.Seed };
        var record = new LossRecord(poisoned.Data);
        Trainer.Train(new Network(point.Seed, DigitTrial.Layers()), poisoned.Data, record.Watch(options, LooksPerEpoch), cancellationToken);

        var clean = Enumerable.Range(0, poisoned.Data.Count).Where(row => !poisoned.IsPoison[row]).ToArray();
        var (ofPoison, ofClean) = (record.MeanOf([.. poisoned.PoisonRows]), record.MeanOf(clean));
        var values = new Dictionary<string, double>();
        for (var look = 0; look < record.Count; look++)
        {
            var when = FormattableString.Invariant($"epoch {(look + 1.0) / LooksPerEpoch:F1}");
            values[$"{when}: poison loss"] = ofPoison[look];
            values[$"{when}: clean loss"] = ofClean[look];
            values[$"{when}: precision"] = IsolationQuality.OverRates([.. record.Losses[look].Select(loss => (double)loss)], [0.01], poisoned)[0].Precision.Value;
        }

        values["precision, averaged"] = IsolationQuality.OverRates(record.Score(record.Count - LooksPerEpoch), [0.01], poisoned)[0].Precision.Value;
        return values;
    }

    private static ExperimentPoint Point(string data, string training, int seed) =>
        new(FormattableString.Invariant($"{data}; 8500 images; {training}; seed {seed}"), seed);
}
