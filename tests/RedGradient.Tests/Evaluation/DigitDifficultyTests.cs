using RedGradient.Data;
using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiment, and one point of it measured again.</summary>
public class DigitDifficultyTests
{
    private static readonly DigitDifficultyExperiment Experiment = new();

    [Theory]
    [InlineData(DigitDifficulty.Plain, "softmax", 0.88, 0.94)]
    [InlineData(DigitDifficulty.Plain, "784-128-10", 0.93, 0.98)]
    [InlineData(DigitDifficulty.Plain, "small cnn", 0.97, 1.0)]
    [InlineData(DigitDifficulty.Hard, "small cnn", 0.87, 0.93)]
    public void The_digits_are_as_hard_as_the_documentation_says(DigitDifficulty difficulty, string network, double low, double high)
    {
        var results = Committed();
        foreach (var seed in new[] { 1, 2, 3 })
        {
            Assert.InRange(results[$"{difficulty}, {network}, seed {seed}"].Values["test accuracy"], low, high);
        }
    }

    [Fact]
    public void The_results_hold_every_point_and_one_measured_again_agrees_to_the_bit()
    {
        var results = Committed();
        Assert.Equal(Experiment.Version, results.Version);
        Assert.All(Experiment.Points(), point => Assert.True(results.Contains(point), point.Key));
        var again = Experiment.Points().Single(point => point.Key == "Plain, softmax, seed 1");
        Assert.Equal(results[again.Key].Values, Experiment.Measure(again));
    }

    private static ExperimentResults Committed()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedGradient.slnx")))
            {
                return ExperimentResults.Load(Path.Combine(folder.FullName, "data", "results", Experiment.Name + ".json"));
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
