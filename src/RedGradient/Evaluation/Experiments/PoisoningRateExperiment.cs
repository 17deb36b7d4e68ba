using System.Globalization;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Dirty-label poisoning over the poisoning rate, for three networks: random wrong labels up to half of the data, and fours called nines up to half of the fours.</summary>
/// <remarks>
/// 8,500 training and 1,500 test digits, three seeds, which decide weights, order and poison alike. Default training, of 4 epochs for the CNN. The rate of the targeted attack counts
/// over the whole data set too: 0.05 is about half of one class.
/// </remarks>
public sealed class PoisoningRateExperiment : Experiment
{
    /// <summary>The class that the targeted attack mislabels.</summary>
    public const int Source = 4;

    /// <summary>The label it gives.</summary>
    public const int Target = 9;

    private static readonly double[] Indiscriminate = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5];
    private static readonly double[] Targeted = [0.01, 0.02, 0.03, 0.04, 0.05];
    private static readonly string[] Networks = ["softmax", "MLP", "CNN"];

    /// <inheritdoc/>
    public override string Name => "poisoning-rate";

    /// <inheritdoc/>
    public override string Description => "Test accuracy of softmax regression, an MLP and a CNN over the poisoning rate, for random and for targeted label flips.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. Of("mnist", "indiscriminate", Indiscriminate),
        .. Of("mnist", "targeted", Targeted),
        .. Of("synthetic", "indiscriminate", Indiscriminate),
        .. Of("synthetic", "targeted", Targeted),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var parts = point.Key.Split(", ");
        var data = Poison(train, parts[2], double.Parse(parts[3].Split(' ')[1], CultureInfo.InvariantCulture), point.Seed);
        var network = parts[1] switch
        {
            "softmax" => PoisoningTrial.Softmax(point.Seed),
            "MLP" => PoisoningTrial.Mlp(point.Seed),
            _ => PoisoningTrial.Cnn(point.Seed),
        };
        Trainer.Train(network, data, new TrainingOptions { Seed = point.Seed, Epochs = parts[1] == "CNN" ? 4 : 10 }, cancellationToken);
        var sources = test.OfClass(Source);
        var answers = network.Predict(sources.Inputs);
        return new Dictionary<string, double>
        {
            ["test accuracy"] = network.Accuracy(test.Inputs, test.Labels),
            ["training accuracy"] = network.Accuracy(data.Inputs, data.Labels),
            ["source read as source"] = answers.Count(answer => answer == Source) / (double)answers.Length,
            ["source read as target"] = answers.Count(answer => answer == Target) / (double)answers.Length,
        };
    }

    private static DataSet Poison(DataSet clean, string kind, double rate, int seed) => (kind, rate) switch
    {
        (_, 0.0) => clean,
        ("targeted", _) => new ClassFlips { Source = Source, Target = Target, Rate = rate, Seed = seed }.Poison(clean).Data,
        _ => new RandomLabelFlips { Rate = rate, Seed = seed }.Poison(clean).Data,
    };

    private static IEnumerable<ExperimentPoint> Of(string data, string kind, double[] rates) =>
        from network in Networks
        from rate in rates
        from seed in Enumerable.Range(1, 3)
        select new ExperimentPoint(string.Create(CultureInfo.InvariantCulture, $"{data}, {network}, {kind}, rate {rate:0.00}, seed {seed}"), seed);
}
