using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>How hard the synthetic digits are: the test accuracy of three networks on the plain and on the hard set, three seeds each.</summary>
/// <remarks>10,000 training images of data seed 1, 2,000 test images of data seed 2; Adam at 0.001, batches of 128, 10 epochs.</remarks>
public sealed class DigitDifficultyExperiment : Experiment
{
    private static readonly (string Name, Func<int, Network> Create)[] Networks =
    [
        ("softmax", seed => new Network(seed, new Dense(784, 10))),
        ("784-128-10", seed => new Network(seed, new Dense(784, 128), new Relu(), new Dense(128, 10))),
        ("small cnn", seed => new Network(seed, DigitTrial.Layers())),
    ];

    /// <inheritdoc/>
    public override string Name => "digit-difficulty";

    /// <inheritdoc/>
    public override string Description => "Test accuracy of softmax regression, a 784-128-10 network and a small CNN on the plain and the hard synthetic digits.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from difficulty in Enum.GetValues<DigitDifficulty>()
           from network in Networks
           from seed in Enumerable.Range(1, 3)
           select new ExperimentPoint(FormattableString.Invariant($"{difficulty}, {network.Name}, seed {seed}"), seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split(", ");
        var difficulty = Enum.Parse<DigitDifficulty>(parts[0]);
        var network = Array.Find(Networks, each => each.Name == parts[1]).Create(point.Seed);
        var train = SyntheticDigits.Generate(10_000, seed: 1, difficulty, cancellationToken);
        var test = SyntheticDigits.Generate(2_000, seed: 2, difficulty, cancellationToken);
        var history = Trainer.Train(network, train, new TrainingOptions { Seed = point.Seed }, cancellationToken);
        return new Dictionary<string, double>
        {
            ["test accuracy"] = network.Accuracy(test.Inputs, test.Labels),
            ["training loss"] = history.Epochs[^1].Loss,
        };
    }
}
