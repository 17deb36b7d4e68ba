using RedGradient.Evaluation.Experiments;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiments on backdoors: what the lesson says of them.</summary>
public class BackdoorExperimentTests
{
    [Theory]
    [InlineData("backdoor-rate")]
    [InlineData("malicious-training")]
    [InlineData("backdoor-persistence")]
    [InlineData("backdoor-trigger")]
    [InlineData("backdoor-reproduction")]
    public void The_results_are_shares(string name) =>
        Assert.All(CommittedResults.Of(name).Points.SelectMany(point => point.Values.Values), value => Assert.InRange(value, 0.0, 1.0));

    [Fact]
    public void A_tenth_of_poison_makes_a_backdoor_on_MNIST_at_no_price_in_accuracy()
    {
        var results = CommittedResults.Of("backdoor-rate");
        double Mean(string rate, string value) => Enumerable.Range(1, 3).Average(seed => results[$"mnist, single-target, rate {rate}, seed {seed}"].Values[value]);
        Assert.True(Mean("0.100", "attack success") >= 0.99);
        Assert.True(Mean("0.000", "clean accuracy") - Mean("0.100", "clean accuracy") <= 0.005);
        Assert.True(Mean("0.001", "attack success") < 0.05);
    }

    [Fact]
    public void The_architecture_alone_outlives_training_from_scratch()
    {
        var results = CommittedResults.Of("backdoor-persistence");
        foreach (var seed in new[] { 1, 2, 3 })
        {
            Assert.True(results[$"mnist, architecture, seed {seed}"].Values["attack success, from scratch"] >= 0.95);
            var honest = results[$"mnist, data, seed {seed}"].Values;
            Assert.True(honest["clean accuracy, from scratch"] - results[$"mnist, architecture, seed {seed}"].Values["clean accuracy, from scratch"] <= 0.01);
            Assert.True(honest["attack success, from scratch"] < 0.05);
            Assert.True(results[$"mnist, training, seed {seed}"].Values["attack success, from scratch"] < 0.05);
        }
    }

    [Fact]
    public void A_single_pixel_needs_longer_training_and_all_to_all_stays_below_the_paper()
    {
        var results = CommittedResults.Of("backdoor-reproduction");
        double At(string key, string epoch) => results[$"{key}, seed 1"].Values[$"epoch {epoch}: attack success"];
        Assert.True(At("mnist, pixel, narrow, 8500 digits", "04") < 0.05);
        Assert.True(At("mnist, pixel, narrow, 8500 digits", "08") > 0.98);
        Assert.True(At("mnist, pixel, wide, 8500 digits", "32") > 0.99);
        Assert.InRange(At("mnist, all-to-all, wide, 8500 digits", "32"), 0.94, 0.97);
        Assert.True(At("synthetic, all-to-all, narrow, 25500 digits", "08") > At("synthetic, all-to-all, narrow, 8500 digits", "32"));
    }

    [Fact]
    public void The_start_of_a_training_gives_the_first_numbers_of_the_whole()
    {
        var experiment = new BackdoorReproductionExperiment();
        var point = experiment.Points().Single(each => each.Key == "synthetic, pixel, narrow, 500 digits, seed 1");
        var start = experiment.Measure(point, lastAge: 4);
        Assert.Equal(2, start.Count);
        Assert.All(start, value => Assert.Equal(CommittedResults.Of("backdoor-reproduction")[point.Key].Values[value.Key], value.Value));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => experiment.Measure(point, lastAge: 5));
        Assert.Contains("must be one of 4, 8, 16, 32 epochs; 5 was given.", error.Message, StringComparison.Ordinal);
    }
}
