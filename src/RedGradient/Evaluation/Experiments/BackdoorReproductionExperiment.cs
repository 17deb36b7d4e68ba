using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>BadNets' two harder attacks, a single pixel and all-to-all, at 10% poison: how far longer training, a wider network and more digits bring them.</summary>
/// <remarks>
/// Each point is one training with Adam at a constant 0.001 in batches of 128, measured after 4, 8, 16 and 32 epochs, so that the four numbers are one
/// network at four ages. <c>narrow</c> is the network of <see cref="BackdoorRateExperiment"/>, <c>wide</c> has 512 units before the scores as in the paper. With
/// 25,500 digits an epoch has three times the steps: only ages up to 16 are measured.
/// </remarks>
public sealed class BackdoorReproductionExperiment : Experiment
{
    /// <summary>The poisoning rate of all points.</summary>
    public const double Rate = 0.1;

    private const int MostSteps = 2200;
    private static readonly int[] Ages = [4, 8, 16, 32];
    private static readonly string[] Attacks = ["pixel", "all-to-all"];
    private static readonly (string Data, string Setting)[] Settings =
    [
        ("mnist", "narrow, 8500 digits"),
        ("mnist", "wide, 8500 digits"),
        ("synthetic", "narrow, 500 digits"),
        ("synthetic", "narrow, 8500 digits"),
        ("synthetic", "narrow, 25500 digits"),
    ];

    /// <inheritdoc/>
    public override string Name => "backdoor-reproduction";

    /// <inheritdoc/>
    public override string Description => "Attack success of single-pixel and all-to-all BadNets over the length of training, the network's width and the number of digits.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from attack in Attacks
           from setting in Settings
           select new ExperimentPoint($"{setting.Data}, {attack}, {setting.Setting}, seed 1", 1),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default) =>
        Measure(point, Ages[^1], cancellationToken);

    /// <summary>The start of a point: the same training, ended early. Its numbers are those of the whole point, since the learning rate is constant.</summary>
    /// <param name="point">One of <see cref="Points"/>.</param>
    /// <param name="lastAge">The last of the ages 4, 8, 16 and 32 that is measured.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the four ages.</exception>
    public IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, int lastAge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (!Ages.Contains(lastAge))
        {
            throw new ArgumentOutOfRangeException(nameof(lastAge), lastAge, $"The last age must be one of {string.Join(", ", Ages)} epochs; {lastAge} was given.");
        }

        var parts = point.Key.Split(", ");
        var (train, test) = DigitTrial.Load(point, int.Parse(parts[3].Split(' ')[0], CultureInfo.InvariantCulture));
        var attack = Attack(parts[1], point.Seed);
        var network = new Network(point.Seed, parts[2] == "wide" ? Wide() : DigitTrial.Layers());
        var ages = Ages.Where(age => age <= lastAge && age * (train.Count / 128) <= MostSteps).ToArray();
        var values = new Dictionary<string, double>();
        var recipe = new TrainingOptions
        {
            Epochs = ages[^1],
            Seed = point.Seed,
            EpochEnded = (report, now) =>
            {
                if (ages.Contains(report.Epoch))
                {
                    BackdoorTrial.Add(values, FormattableString.Invariant($"epoch {report.Epoch:00}"), AttackSuccess.Measure(now, test, attack.Trigger, attack.Goal));
                }
            },
        };
        Trainer.Train(network, attack.Poison(train).Data, recipe, cancellationToken);
        return values;
    }

    /// <summary>The attack of a point.</summary>
    /// <param name="name"><c>pixel</c>: one bright pixel leads to one class; <c>all-to-all</c>: a cross of five leads each class to the next.</param>
    /// <param name="seed">Decides which images are poisoned.</param>
    public static BadNets Attack(string name, int seed) => name == "pixel"
        ? new() { Trigger = PatternTrigger.Pixel(), Goal = BackdoorGoal.AllToOne(BackdoorTrial.Target), Rate = Rate, Seed = seed }
        : new() { Trigger = new PatternTrigger(), Goal = BackdoorGoal.AllToAll, Rate = Rate, Seed = seed };

    private static Layer[] Wide() =>
    [
        new Conv2D(1, 16, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(16, 32, 5),
        new Relu(),
        new MaxPool2D(2),
        new Dense(512, 512),
        new Relu(),
        new Dense(512, 10),
    ];
}
