using RedGradient.Data;

namespace RedGradient.Tests.Evaluation;

/// <summary>What holds for the committed results of every experiment.</summary>
public class CommittedResultsTests
{
    public static TheoryData<string> Names => [.. CommittedResults.Experiments.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_whole(string name)
    {
        var (experiment, results) = (CommittedResults.Experiments[name], CommittedResults.Of(name));
        Assert.Equal((name, experiment.Version), (results.Name, results.Version));
        Assert.Equal(
            experiment.Points().OrderBy(point => point.Key, StringComparer.Ordinal).Select(point => (point.Key, point.Seed)),
            results.Points.Select(point => (point.Key, point.Seed)));
        Assert.All(results.Points, point => Assert.NotEmpty(point.Values));
    }

    [Theory]
    [InlineData("digit-difficulty", "Plain, softmax, seed 1")]
    [InlineData("poisoning-rate", "synthetic, softmax, indiscriminate, rate 0.20, seed 2")]
    [InlineData("poisoning-rate", "synthetic, softmax, targeted, rate 0.05, seed 3")]
    [InlineData("learning-speed", "synthetic; 8500 images; SGD 0.1, batch 128; seed 1")]
    [InlineData("trigger-search", "mean embedding; AutoPrompt, 10; seed 2")]
    public void A_point_measured_again_agrees_to_the_bit(string name, string key)
    {
        var experiment = CommittedResults.Experiments[name];
        Assert.Equal(CommittedResults.Of(name)[key].Values, experiment.Measure(experiment.Points().Single(point => point.Key == key)));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Points_on_real_digits_are_refused_on_others(string name)
    {
        Skip.If(DigitSource.NameOf(Environment.GetEnvironmentVariable(DigitSource.Variable)) == "mnist", "The data set in use is MNIST.");
        var experiment = CommittedResults.Experiments[name];
        foreach (var point in experiment.Points().Where(point => point.Key.StartsWith("mnist", StringComparison.Ordinal)).Take(1))
        {
            var message = Assert.Throws<InvalidOperationException>(() => experiment.Measure(point)).Message;
            Assert.Contains(point.Key, message, StringComparison.Ordinal);
            Assert.Contains($"set --data or {DigitSource.Variable}", message, StringComparison.Ordinal);
        }
    }
}
