using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Anti-backdoor learning as its authors' published program runs it, beside the formula of their paper: local gradient ascent with the sign of the batch's mean, and with the sign of each example.</summary>
/// <remarks>
/// As in the program: batch normalisation, ten epochs of batches of 64 at rate 0.1 with Nesterov momentum 0.9 and weight decay 0.0001, γ = 0.5; the 1% with the lowest losses are isolated; training goes on
/// with the others; then ascent on the isolated alone at rate 0.0005. Otherwise than there: two convolutions instead of sixteen, no augmentation, 4 epochs of further training along a cosine instead
/// of 60, and 8 steps of the ascent are called an epoch, as there, where 1% are 500 images. 10% poison (9-pixel square, every class to 7). Points named mnist need the 10,000-image excerpt, by <c>REDGRADIENT_DATA</c>.
/// </remarks>
public sealed class LossGuidedIsolationExperiment : Experiment
{
    /// <summary>Steps that make an epoch of the ascent, as in the authors' program.</summary>
    public const int StepsPerEpoch = 8;

    /// <summary>Epochs of the ascent.</summary>
    public const int AscentEpochs = 5;

    private static readonly string[] Forms = ["batch mean", "each example"];

    private static readonly (double Rate, string Name)[] Rates = [(0.01, "1%"), (0.1, "10%")];

    private static readonly string[] DataSets = ["synthetic", "mnist"];

    private static readonly Optimizer Descent = new Sgd { LearningRate = 0.1f, Momentum = 0.9f, Nesterov = true, WeightDecay = 1e-4f };

    /// <inheritdoc/>
    public override string Name => "loss-guided-isolation";

    /// <inheritdoc/>
    public override string Description => "Loss-guided isolation as its authors run it: precision, attack success and clean accuracy through isolation, further training and ascent.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        Point("synthetic", Forms[0], 600, seed: 1),
        .. from data in DataSets
           from form in Forms
           from seed in Enumerable.Range(1, 3)
           select Point(data, form, 8500, seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default) =>
        Measure(point, AscentEpochs, cancellationToken);

    /// <summary>The start of a point: the same isolation and training, with fewer epochs of the ascent, or none. Its numbers are those of the whole point.</summary>
    /// <param name="point">One of <see cref="Points"/>.</param>
    /// <param name="lastEpoch">The last epoch of the ascent that is measured, from 0 to <see cref="AscentEpochs"/>; the two ascents for comparison come with the last one.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to <see cref="AscentEpochs"/>.</exception>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "It stands beside the experiment's own Measure.")]
    public IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, int lastEpoch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (lastEpoch is < 0 or > AscentEpochs)
        {
            throw new ArgumentOutOfRangeException(nameof(lastEpoch), lastEpoch, $"The last epoch of the ascent must be 0 to {AscentEpochs}; {lastEpoch} was given.");
        }

        var parts = point.Key.Split(", ");
        var (train, test) = DigitTrial.Load(point, int.Parse(parts[2].Split(' ')[0], CultureInfo.InvariantCulture), difficulty: DigitDifficulty.Hard);
        var poisoned = TrainingDefenseTrial.Poison(train, slow: false, point.Seed);
        var values = new Dictionary<string, double>();
        void Keep(string step, Network network)
        {
            var success = AttackSuccess.Measure(network, test, TrainingDefenseTrial.Trigger, TrainingDefenseTrial.Goal);
            values[$"{step}: attack success"] = success.Success.Value;
            values[$"{step}: clean accuracy"] = success.CleanAccuracy.Value;
        }

        var network = new Network(point.Seed, Layers());
        var objective = parts[1] == Forms[0] ? Isolation.BatchMeanAscent() : Isolation.LocalGradientAscent();
        Trainer.Train(network, poisoned.Data, new TrainingOptions { Epochs = 10, BatchSize = 64, Optimizer = Descent, Objective = objective, Seed = point.Seed }, cancellationToken);
        var losses = Losses.CrossEntropyPerExample(network.Scores(poisoned.Data.Inputs), poisoned.Data.Labels).ToArray();
        double MeanOf(bool poison) => Enumerable.Range(0, losses.Length).Where(row => poisoned.IsPoison[row] == poison).Average(row => (double)losses[row]);
        (values["poison loss"], values["clean loss"]) = (MeanOf(true), MeanOf(false));
        double[] scores = [.. losses.Select(loss => (double)loss)];
        foreach (var (rate, name) in Rates)
        {
            values[$"precision at {name}"] = IsolationQuality.OverRates(scores, [rate], poisoned)[0].Precision.Value;
        }

        Keep("isolated", network);
        var isolated = Isolation.Lowest(scores, 0.01);
        var rest = new SanitizedDataSet(poisoned.Data, isolated).Data;
        Trainer.Train(network, rest, new TrainingOptions { Epochs = 4, BatchSize = 64, Optimizer = Descent, Schedule = LearningRateSchedule.Cosine, Seed = point.Seed }, cancellationToken);
        Keep("trained", network);
        var trained = network.Copy();
        void Ascend(string name, TrainingObjective ascent) => Keep(name, Ascended(trained, rest.Take(64 * StepsPerEpoch), ascent, AscentEpochs, point.Seed, cancellationToken));
        var suspects = poisoned.Data.Select(isolated);
        for (var epoch = 1; epoch <= lastEpoch; epoch++)
        {
            Keep(FormattableString.Invariant($"ascent, epoch {epoch}"), Ascended(trained, rest.Take(64 * StepsPerEpoch), Alone(suspects), epoch, point.Seed, cancellationToken));
        }

        if (lastEpoch < AscentEpochs)
        {
            return values;
        }

        // The same steps with what the paper's formula has beside them, and with suspects that are all poison.
        Ascend("ascent beside the rest", Unlearning.Ascent(suspects, float.PositiveInfinity));
        Ascend("ascent on poison alone", Alone(poisoned.Data.Select([.. poisoned.PoisonRows.Take(isolated.Length)])));
        return values;
    }

    private static ExperimentPoint Point(string data, string form, int images, int seed) =>
        new(FormattableString.Invariant($"{data}, {form}, {images} images, seed {seed}"), seed);

    private static Layer[] Layers() =>
    [
        new Conv2D(1, 16, 5, stride: 2),
        new BatchNormalization(16),
        new Relu(),
        new Conv2D(16, 32, 5, stride: 2),
        new BatchNormalization(32),
        new Relu(),
        new Dense(512, 10),
    ];

    // The objective draws its own examples; the data given to the trainer only count the steps.
    private static Network Ascended(Network from, DataSet steps, TrainingObjective objective, int epochs, int seed, CancellationToken cancellationToken)
    {
        var network = from.Copy();
        var options = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = 64,
            Optimizer = Descent with { LearningRate = 0.0005f },
            Objective = objective,
            Seed = seed,
        };
        Trainer.Train(network, steps, options, cancellationToken);
        return network;
    }

    // Up to 64 suspects a step, in an order of their own: the mean loss, upwards, and nothing beside it.
    private static TrainingObjective Alone(DataSet suspects) => (network, batch, pass) =>
    {
        var rows = new SeededRandom(1).Split(batch.Epoch).Split(batch.Step).Permutation(suspects.Count)[..Math.Min(64, suspects.Count)];
        return -Losses.CrossEntropy(network.Forward(suspects.Inputs.Rows(rows), pass), [.. rows.Select(row => suspects.Labels[row])]);
    };
}
