namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiments on poisoning, in agreement with the lesson's claims.</summary>
public class PoisoningExperimentTests
{
    [Theory]
    [InlineData("mnist")]
    [InlineData("synthetic")]
    public void Random_flips_cost_little_and_class_flips_half_of_a_class(string data)
    {
        var results = CommittedResults.Of("poisoning-rate");
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
        var results = CommittedResults.Of("gradient-matching");
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

    [Fact]
    public void Matching_is_nowhere_worse_than_a_blend_without_gradients_and_gains_most_where_the_weights_are_known()
    {
        var results = CommittedResults.Of("gradient-matching");
        double Flips(string variant, int epsilon, string rate, string victim) =>
            Enumerable.Range(0, 10).Sum(digit => results[$"mnist, {variant}, epsilon {epsilon}, rate {rate}, digit {digit}"].Values[$"{victim}: flipped"]);
        double Gain(string victim) => new[] { 32, 48, 64 }.Sum(epsilon => new[] { "0.010", "0.020", "0.050" }.Sum(rate =>
        {
            var gain = Flips("ink", epsilon, rate, victim) - Flips("blend", epsilon, rate, victim);
            Assert.True(gain >= 0, $"epsilon {epsilon}, rate {rate}, {victim}");
            return gain;
        }));
        Assert.Equal(7, Gain("scratch 1"));
        Assert.Equal(14, Gain("tuned"));
        Assert.Equal(0, Flips("blend", 48, "0.010", "scratch 1"));
        Assert.Equal(3, Flips("ink", 48, "0.010", "scratch 1"));
    }
}
