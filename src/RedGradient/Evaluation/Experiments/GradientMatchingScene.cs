using System.Collections.Concurrent;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What all points of <see cref="GradientMatchingExperiment"/> on one data set start from: the same networks on clean data and the same ten targets.</summary>
internal sealed class GradientMatchingScene
{
    /// <summary>The seeds of the networks that the attacker trains; the first one is published, and victims may fine-tune it.</summary>
    private static readonly int[] AttackerSeeds = [11, 12, 13, 14];

    /// <summary>The epochs after which the attacker keeps a copy.</summary>
    private static readonly int[] Stages = [1, 3, 10];

    private static readonly ConcurrentDictionary<string, Lazy<GradientMatchingScene>> Scenes = new();

    private readonly List<Network> surrogates = [];

    private GradientMatchingScene(DataSet train, DataSet test)
    {
        (Train, Test) = (train, test);
        foreach (var seed in AttackerSeeds)
        {
            var network = PoisoningTrial.Mlp(seed);
            surrogates.Add(network.Copy());
            Trainer.Train(network, train, new TrainingOptions
            {
                Seed = seed,
                EpochEnded = (report, now) =>
                {
                    if (Stages.Contains(report.Epoch))
                    {
                        surrogates.Add(now.Copy());
                    }
                },
            });
        }

        Published = surrogates[Stages.Length];
        Victims = [.. GradientMatchingExperiment.VictimSeeds.Select(seed => PoisoningTrial.Fit(PoisoningTrial.Mlp(seed), train, seed))];
        var scores = Published.Scores(test.Inputs);
        var predictions = scores.ArgMax();
        Targets = [.. Enumerable.Range(0, test.ClassCount).Select(digit => Target.Of(digit, Enumerable.Range(0, test.Count).First(row => test.Labels[row] == digit && predictions[row] == digit), scores))];
    }

    public DataSet Train { get; }

    public DataSet Test { get; }

    /// <summary>A network trained on clean data that everybody has.</summary>
    public Network Published { get; }

    /// <summary>The victims as they would be without poison.</summary>
    public IReadOnlyList<Network> Victims { get; }

    /// <summary>For each digit the first test image that <see cref="Published"/> reads correctly, and its second choice for it.</summary>
    public IReadOnlyList<Target> Targets { get; }

    public static GradientMatchingScene Of(ExperimentPoint point)
    {
        var (train, test) = DigitTrial.Load(point);
        return Scenes.GetOrAdd(train.Name, _ => new(() => new GradientMatchingScene(train, test))).Value;
    }

    /// <summary>Copies of the attacker's networks at all stages, for one measurement alone: a graph may be walked by one thread at a time.</summary>
    public Network[] Surrogates() => [.. surrogates.Select(network => network.Copy())];

    /// <summary>A test image that shall be misread.</summary>
    internal sealed record Target(int Row, int Label, int Wanted)
    {
        public static Target Of(int label, int row, Tensor scores) => new(
            row,
            label,
            Enumerable.Range(0, scores.Shape[1]).Where(other => other != label).OrderByDescending(other => scores[row, other]).First());
    }
}
