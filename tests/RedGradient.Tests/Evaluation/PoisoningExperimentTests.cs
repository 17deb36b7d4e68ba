using RedGradient.Data;
using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiments on poisoning: complete, in agreement with the lesson's claims, and measured again in part.</summary>
public class PoisoningExperimentTests
{
    private static readonly PoisoningRateExperiment Rates = new();
    private static readonly GradientMatchingExperiment Matching = new();

    [Fact]
    public void The_results_hold_every_point_and_some_measured_again_agree_to_the_bit()
    {
        foreach (Experiment experiment in new Experiment[] { Rates, Matching })
        {
            var results = Committed(experiment);
            Assert.Equal(experiment.Version, results.Version);
            Assert.Equal(experiment.Points().Count, results.Points.Count);
            Assert.All(experiment.Points(), point => Assert.True(results.Contains(point), point.Key));
        }

        foreach (var key in new[] { "synthetic, softmax, indiscriminate, rate 0.20, seed 2", "synthetic, softmax, targeted, rate 0.05, seed 3" })
        {
            var again = Rates.Points().Single(point => point.Key == key);
            Assert.Equal(Committed(Rates)[key].Values, Rates.Measure(again));
        }
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("synthetic")]
    public void Random_flips_cost_little_and_class_flips_half_of_a_class(string data)
    {
        var results = Committed(Rates);
        foreach (var network in new[] { "softmax", "MLP", "CNN" })
        {
            double Mean(string kind, string rate, string what) => Enumerable.Range(1, 3).Average(seed => results[$"{data}, {network}, {kind}, rate {rate}, seed {seed}"].Values[what]);
            var (clean, half) = (Mean("indiscriminate", "0.00", "test accuracy"), Mean("indiscriminate", "0.50", "test accuracy"));
            Assert.InRange(clean - half, 0.03, 0.08);
            Assert.InRange(Mean("targeted", "0.05", "source read as source"), 0.25, 0.65);
            Assert.True(Mean("targeted", "0.05", "test accuracy") > 0.85);
        }
    }

    [Fact]
    public void Gradient_matching_flips_its_fixed_targets_on_real_digits()
    {
        var results = Committed(Matching);
        double Flips(string variant, string victim) => Enumerable.Range(0, 10).Sum(digit => results[$"mnist, {variant}, epsilon 64, rate 0.050, digit {digit}"].Values[$"{victim}: flipped"]);
        foreach (var victim in new[] { "scratch 1", "scratch 2", "scratch 3" })
        {
            Assert.True(Flips("ink", victim) >= 6, victim);
            Assert.True(Flips("all pixels", victim) <= 2, victim);
        }

        Assert.True(Flips("ink", "tuned") >= 9);
        Assert.True(Flips("ink", "tuned") >= Flips("blend", "tuned"));
        Assert.Equal(10, Enumerable.Range(0, 10).Select(digit => results[$"mnist, ink, epsilon 64, rate 0.050, digit {digit}"].Values["row"]).Distinct().Count());
        Assert.All(results.Points, point => Assert.Equal(0.0, point.Values["scratch 1: clean flipped"]));
    }

    [SkippableFact]
    public void A_point_on_real_digits_is_refused_on_others()
    {
        Skip.If(DigitSource.NameOf(Environment.GetEnvironmentVariable(DigitSource.Variable)) == "mnist", "The data set in use is MNIST.");
        var point = Rates.Points().First(each => each.Key.StartsWith("mnist", StringComparison.Ordinal));
        Assert.Contains("set --data", Assert.Throws<InvalidOperationException>(() => Rates.Measure(point)).Message, StringComparison.Ordinal);
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
