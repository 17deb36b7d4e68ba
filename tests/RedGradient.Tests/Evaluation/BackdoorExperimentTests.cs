using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiments on backdoors: complete, and what the lesson says of them.</summary>
public class BackdoorExperimentTests
{
    private static readonly Experiment[] All = [new BackdoorRateExperiment(), new MaliciousTrainingExperiment(), new BackdoorPersistenceExperiment(), new BackdoorTriggerExperiment()];

    public static TheoryData<string> Names => [.. All.Select(experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_results_hold_every_point_as_shares(string name)
    {
        var experiment = Array.Find(All, each => each.Name == name)!;
        var results = Committed(name);
        Assert.Equal(experiment.Version, results.Version);
        Assert.All(experiment.Points(), point => Assert.True(results.Contains(point), point.Key));
        Assert.Equal(experiment.Points().Count, results.Points.Count);
        Assert.All(results.Points.SelectMany(point => point.Values.Values), value => Assert.InRange(value, 0.0, 1.0));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Points_of_MNIST_are_refused_on_other_data(string name)
    {
        Skip.If(Environment.GetEnvironmentVariable("REDGRADIENT_DATA") is not null, "The data set is set from outside.");
        var experiment = Array.Find(All, each => each.Name == name)!;
        var point = experiment.Points().First(each => each.Key.StartsWith("mnist", StringComparison.Ordinal));
        var error = Assert.Throws<InvalidOperationException>(() => experiment.Measure(point));
        Assert.Contains("REDGRADIENT_DATA", error.Message, StringComparison.Ordinal);
        Assert.Contains(point.Key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenth_of_poison_makes_a_backdoor_on_MNIST_at_no_price_in_accuracy()
    {
        var results = Committed("backdoor-rate");
        double Mean(string rate, string value) => Enumerable.Range(1, 3).Average(seed => results[$"mnist, single-target, rate {rate}, seed {seed}"].Values[value]);
        Assert.True(Mean("0.100", "attack success") >= 0.99);
        Assert.True(Mean("0.000", "clean accuracy") - Mean("0.100", "clean accuracy") <= 0.005);
        Assert.True(Mean("0.001", "attack success") < 0.05);
    }

    [Fact]
    public void The_architecture_alone_outlives_training_from_scratch()
    {
        var results = Committed("backdoor-persistence");
        foreach (var seed in new[] { 1, 2, 3 })
        {
            Assert.True(results[$"mnist, architecture, seed {seed}"].Values["attack success, from scratch"] >= 0.95);
            var honest = results[$"mnist, data, seed {seed}"].Values;
            Assert.True(honest["clean accuracy, from scratch"] - results[$"mnist, architecture, seed {seed}"].Values["clean accuracy, from scratch"] <= 0.01);
            Assert.True(honest["attack success, from scratch"] < 0.05);
            Assert.True(results[$"mnist, training, seed {seed}"].Values["attack success, from scratch"] < 0.05);
        }
    }

    private static ExperimentResults Committed(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedGradient.slnx")))
            {
                return ExperimentResults.Load(Path.Combine(folder.FullName, "data", "results", name + ".json"));
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
