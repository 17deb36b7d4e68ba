using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>What the committed measurements of the training-time defences show, and one point measured again.</summary>
public class TrainingDefenseEvidenceTests
{
    private static readonly AntiBackdoorExperiment AntiBackdoor = new();
    private static readonly LearningSpeedExperiment LearningSpeed = new();

    public static TheoryData<string, int> DataAndSeeds()
    {
        var all = new TheoryData<string, int>();
        foreach (var data in new[] { "synthetic", "mnist" })
        {
            foreach (var seed in Enumerable.Range(1, 3)) all.Add(data, seed);
        }

        return all;
    }

    // Nothing was chosen by looking at the last six.
    public static TheoryData<string, int> DataAndSeedsAndFreshOnes()
    {
        var all = DataAndSeeds();
        foreach (var data in new[] { "fresh synthetic", "mnist" })
        {
            foreach (var seed in Enumerable.Range(4, 3)) all.Add(data, seed);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(DataAndSeedsAndFreshOnes))]
    public void The_backdoor_is_isolated_and_unlearned_on_both_data_sets_in_every_seed(string data, int seed)
    {
        var values = Committed(AntiBackdoor)[$"{data}, badnets, refined, seed {seed}"].Values;
        Assert.InRange(values["precision at 1%"], 0.9, 1.0);
        Assert.InRange(values["isolated: attack success"], 0.95, 1.0);
        Assert.InRange(values["round 2: attack success"], 0.0, data == "mnist" ? 0.1 : 0.05);
        Assert.True(values["round 2: clean accuracy"] >= Math.Max(values["isolated: clean accuracy"], values["trained: clean accuracy"]) - (data == "mnist" ? 0.03 : 0.02));
    }

    [Theory]
    [MemberData(nameof(DataAndSeeds))]
    public void Poison_with_covers_is_not_found(string data, int seed)
    {
        var values = Committed(AntiBackdoor)[$"{data}, slow, refined, seed {seed}"].Values;
        Assert.InRange(values["precision at 1%"], 0.0, 0.2);
        Assert.InRange(values["isolated: attack success"], 0.8, 1.0);
    }

    [Fact]
    public void The_results_hold_every_point_and_one_measured_again_agrees_to_the_bit()
    {
        foreach (var experiment in new Experiment[] { AntiBackdoor, LearningSpeed })
        {
            var results = Committed(experiment);
            Assert.Equal(experiment.Version, results.Version);
            Assert.Equal(experiment.Points().Select(point => point.Key).Order(StringComparer.Ordinal), results.Points.Select(point => point.Key));
        }

        var again = LearningSpeed.Points().Single(point => point.Key == "synthetic; 8500 images; SGD 0.1, batch 128; seed 1");
        Assert.Equal(Committed(LearningSpeed)[again.Key].Values, LearningSpeed.Measure(again));
    }

    [SkippableFact]
    public void Points_on_mnist_ask_for_mnist()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable(RedGradient.Data.DigitSource.Variable) is null, "Another data set is set for this run.");
        var point = AntiBackdoor.Points().First(each => each.Key.StartsWith("mnist", StringComparison.Ordinal));
        Assert.Contains("REDGRADIENT_DATA is ''", Assert.Throws<InvalidOperationException>(() => AntiBackdoor.Measure(point)).Message, StringComparison.Ordinal);
    }

    private static ExperimentResults Committed(Experiment experiment)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedGradient.slnx")))
            {
                return ExperimentResults.Load(Path.Combine(folder.FullName, "data", "results", experiment.Name + ".json"));
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
