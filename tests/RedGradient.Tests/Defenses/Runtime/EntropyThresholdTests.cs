using RedGradient.Defenses.Runtime;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

public class EntropyThresholdTests
{
    // Mean 0.2, and a standard deviation of 0.1·√(20/19).
    private static readonly double[] Entropies = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0.1 : 0.3)];

    [Fact]
    public void The_threshold_is_the_mean_and_a_quantile_of_deviations()
    {
        var threshold = EntropyThreshold.Fit(Entropies, 0.05);
        var deviation = 0.1 * Math.Sqrt(20.0 / 19.0);
        Assert.Equal(0.2, threshold.Mean, 1e-15);
        Assert.Equal(deviation, threshold.StandardDeviation, 1e-15);
        Assert.Equal(0.2 - (1.6448536269514722 * deviation), threshold.Value, 1e-12);
        Assert.Equal(0.05, threshold.FalseRejectionRate);
        Assert.Contains("FRR 5%", threshold.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_rejects_below_and_never_above()
    {
        var threshold = EntropyThreshold.Fit(Entropies, 0.05);
        Assert.True(threshold.Rejects(0.0));
        Assert.False(threshold.Rejects(threshold.Value));
        Assert.False(threshold.Rejects(3.3));
    }

    [Fact]
    public void On_normal_entropies_it_keeps_its_promise()
    {
        var random = new SeededRandom(4);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 1.0 + (0.2 * random.NextNormal()))];
        foreach (var rate in new[] { 0.01, 0.05, 0.2 })
        {
            var threshold = EntropyThreshold.Fit(Draw(4000), rate);
            Assert.Equal(rate, Draw(20_000).Count(threshold.Rejects) / 20_000.0, 0.01);
        }
    }

    [Fact]
    public void A_threshold_at_or_below_zero_is_explained_with_the_rate_that_would_do()
    {
        var message = Assert.Throws<ArgumentException>(() => EntropyThreshold.Fit(Entropies, 0.01)).Message;
        Assert.Contains("the threshold would be -0.0387 bits", message, StringComparison.Ordinal);
        Assert.Contains("nothing would ever be rejected", message, StringComparison.Ordinal);
        Assert.Contains("allow rates above 0.026", message, StringComparison.Ordinal);
        Assert.True(EntropyThreshold.Fit(Entropies, 0.027).Value > 0.0);
        Assert.Contains("cannot tell", Assert.Throws<ArgumentException>(() => EntropyThreshold.Fit(new double[20])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, "−∞")]
    [InlineData(-0.01, "-0.01 was given")]
    [InlineData(0.6, "0.6 was given")]
    [InlineData(double.NaN, "NaN was given")]
    public void A_rate_that_cannot_be_gets_a_sentence(double rate, string part)
    {
        var message = Assert.Throws<ArgumentOutOfRangeException>(() => EntropyThreshold.Fit(Entropies, rate)).Message;
        Assert.Contains("above 0 and at most 0.5", message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entropies_that_cannot_be_get_a_sentence()
    {
        Assert.Contains("at least 20", Assert.Throws<ArgumentException>(() => EntropyThreshold.Fit(Entropies[..19])).Message, StringComparison.Ordinal);
        Assert.Contains("index 3 is -1", Assert.Throws<ArgumentException>(() => EntropyThreshold.Fit([.. Entropies.Select((h, i) => i == 3 ? -1.0 : h)])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => EntropyThreshold.Fit([.. Entropies[..19], double.NaN])).Message, StringComparison.Ordinal);
    }
}
