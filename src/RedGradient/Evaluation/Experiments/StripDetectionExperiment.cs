using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Experiments;

/// <summary>STRIP and proximity against a backdoored CNN: both blends, four false-rejection rates, two triggers, two attacks made to pass, and networks that saw more data or took more steps.</summary>
/// <remarks>
/// Poison 10% to class 7; Adam at 0.001. Of 1,500 test images 100 are overlays, 300 set the threshold, and the rest give 300 clean and up to 400 triggered
/// inputs to judge by, none of class 7. Proximity asks the 5 nearest of the clean training images. Points named mnist need the 10,000-image excerpt, by <c>REDGRADIENT_DATA</c>.
/// </remarks>
public sealed class StripDetectionExperiment : Experiment
{
    /// <summary>The false-rejection rates at which the error is taken, in per cent.</summary>
    public static readonly IReadOnlyList<double> Rates = [3.0, 2.0, 1.0, 0.5];

    private const int Target = 7;
    private const int Source = 3;

    /// <summary>A heart of 33 pixels near the bottom right: the larger trigger.</summary>
    public static PatternTrigger Heart { get; } = new() { Pattern = [".##.##.", "#######", "#######", ".#####.", "..###..", "...#..."], Row = ^7, Column = ^8 };

    /// <inheritdoc/>
    public override string Name => "strip-detection";

    /// <inheritdoc/>
    public override string Description => "False acceptances of STRIP and proximity for two blends, two triggers, two attacks that pass, and more data.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from item in new[]
           {
               ("mnist", "heart", 8500, 5, 32),
               ("mnist", "square", 8500, 5, 32),
               ("synthetic", "square", 2000, 5, 32),
               ("synthetic", "square", 8500, 5, 32),
               ("synthetic", "square", 34_000, 2, 32),
               ("mnist", "source-specific", 8500, 5, 32),
               ("mnist", "high-entropy", 8500, 5, 32),
               ("mnist", "square", 8500, 5, 128),
               ("mnist", "heart", 8500, 5, 128),
               // As many examples seen as in five epochs over the paper's 50,000.
               ("mnist", "heart", 8500, 30, 32),
               // As many steps as in two epochs over 34,000: what is due to the data, and what to the steps?
               ("synthetic", "square", 2000, 34, 32),
               ("synthetic", "square", 8500, 8, 32),
               ("mnist", "square", 8500, 30, 32),
           }
           from seed in Enumerable.Range(1, 3)
           select Point(item.Item1, item.Item2, item.Item3, item.Item4, item.Item5, seed),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        var parts = point.Key.Split(", ");
        var (images, epochs, batch) = (Number(parts[2]), Number(parts[3]), Number(parts[4]));
        var (train, test) = DigitTrial.Load(point, images);
        var trigger = parts[1] == "heart" ? Heart : PatternTrigger.Square();
        var network = new Network(point.Seed, DigitTrial.Layers());
        Trainer.Train(network, Poison(parts[1], train, trigger, point.Seed).Data, new TrainingOptions { Epochs = epochs, BatchSize = batch, Seed = point.Seed }, cancellationToken);

        var judged = test.Skip(400);
        var goal = parts[1] == "source-specific" ? BackdoorGoal.FromTo(Source, Target) : BackdoorGoal.AllToOne(Target);
        var success = AttackSuccess.Measure(network, judged, trigger, goal);
        var victims = judged.Select([.. Enumerable.Range(0, judged.Count).Where(row => goal.Of(judged.Labels[row], 10) is not null).Take(400)]);
        var triggered = victims.WithInputs(trigger.Apply(victims.Inputs));
        var clean = judged.Take(300);
        var results = new Dictionary<string, double> { ["attack success"] = success.Success.Value, ["clean accuracy"] = success.CleanAccuracy.Value };
        foreach (var blend in Enum.GetValues<OverlayBlend>())
        {
            var strip = new Strip(network, test.Inputs.Rows(0, 100), new StripOptions { Blend = blend });
            var calibration = strip.Entropies(test.Inputs.Rows(100, 300), cancellationToken);
            AddStrip(results, blend == OverlayBlend.Sum ? "sum" : "clipped", calibration, strip.Entropies(clean.Inputs, cancellationToken), strip.Entropies(triggered.Inputs, cancellationToken));
            AddScores(results, blend == OverlayBlend.Sum ? "sum" : "clipped", strip, triggered.Inputs.Rows(0, Math.Min(50, triggered.Count)));
        }

        var proximity = new Proximity(train);
        bool[] Rejected(DataSet data) => [.. proximity.Examine(data.Inputs, network.Predict(data.Inputs), cancellationToken).Select(reason => reason is not null)];
        var rates = DetectionRates.Of(Rejected(clean), Rejected(triggered));
        results["proximity: FRR"] = rates.FalseRejections.Value;
        results["proximity: FAR"] = rates.FalseAcceptances.Value;
        return results;
    }

    private static ExperimentPoint Point(string data, string attack, int images, int epochs, int batch, int seed) =>
        new(FormattableString.Invariant($"{data}, {attack}, {images} images, {epochs} epochs, batches of {batch}, seed {seed}"), seed);

    // The number among the words of a part of a key.
    private static int Number(string words) => int.Parse(words.Split(' ').Single(word => char.IsAsciiDigit(word[0])), CultureInfo.InvariantCulture);

    private static PoisonedDataSet Poison(string attack, DataSet train, Trigger trigger, int seed)
    {
        var badNets = new BadNets { Trigger = trigger, Goal = BackdoorGoal.AllToOne(Target), Rate = 0.1, Seed = seed };
        return attack switch
        {
            "source-specific" => new SourceSpecificBackdoor { Trigger = trigger, Source = Source, Target = Target, Seed = seed }.Poison(train),
            "high-entropy" => new EntropyRaisingBackdoor { Backdoor = badNets, Seed = seed }.Poison(train),
            _ => badNets.Poison(train),
        };
    }

    private static void AddStrip(Dictionary<string, double> results, string blend, double[] calibration, double[] clean, double[] triggered)
    {
        var mean = calibration.Average();
        var deviation = Math.Sqrt(calibration.Sum(entropy => (entropy - mean) * (entropy - mean)) / (calibration.Length - 1));
        results[$"{blend}: clean mean"] = mean;
        results[$"{blend}: clean deviation"] = deviation;
        results[$"{blend}: triggered mean"] = triggered.Average();
        results[$"{blend}: area"] = RocCurve.Of([.. clean.Select(entropy => -entropy)], [.. triggered.Select(entropy => -entropy)]).Area;
        foreach (var rate in Rates)
        {
            // A threshold below 0 rejects nothing; EntropyThreshold would refuse it.
            var threshold = mean + (deviation * NormalDistribution.Quantile(rate / 100.0));
            var rates = DetectionRates.Of([.. clean.Select(entropy => entropy < threshold)], [.. triggered.Select(entropy => entropy < threshold)]);
            results[FormattableString.Invariant($"{blend}: FAR at FRR {rate}%")] = rates.FalseAcceptances.Value;
            results[FormattableString.Invariant($"{blend}: FRR seen at FRR {rate}%")] = rates.FalseRejections.Value;
        }
    }

    // What the overlays do to the scores of triggered inputs: how high the target's stands, and how high the best of the others.
    private static void AddScores(Dictionary<string, double> results, string blend, Strip strip, Tensor triggered)
    {
        var (target, other) = (0.0, 0.0);
        for (var i = 0; i < triggered.Shape[0]; i++)
        {
            var scores = strip.Classifier.Scores(strip.Blend(triggered.Rows(i, 1)));
            for (var n = 0; n < scores.Shape[0]; n++)
            {
                target += scores[n, Target];
                other += Enumerable.Range(0, scores.Shape[1]).Where(c => c != Target).Max(c => scores[n, c]);
            }
        }

        var count = (double)triggered.Shape[0] * strip.Options.Overlays;
        results[$"{blend}: target score"] = target / count;
        results[$"{blend}: best other score"] = other / count;
    }
}
