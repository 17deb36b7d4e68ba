using RedGradient.Attacks.Poisoning;
using RedGradient.Evaluation;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Evaluation;

public class IsolationQualityTests
{
    // Of 40 examples every fourth is poison.
    private static readonly PoisonedDataSet Truth = new(Victim.Test, [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0)]);

    [Fact]
    public void Precision_and_recall_are_counted()
    {
        var quality = IsolationQuality.Measure([0, 1, 2, 4, 8], Truth);
        Assert.Equal(new Proportion(3, 5), quality.Precision);
        Assert.Equal(new Proportion(3, 10), quality.Recall);
        Assert.True(double.IsNaN(IsolationQuality.Measure([], Truth).Precision.Value));
        Assert.Contains("3 of 5", quality.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Over_rates_the_lowest_scores_are_chosen()
    {
        // Poison has the lower scores, but for the last of it.
        var scores = Enumerable.Range(0, 40).Select(i => i % 4 == 0 && i < 36 ? i : 100.0 + i).ToArray();
        var qualities = IsolationQuality.OverRates(scores, [0.1, 0.25, 1.0], Truth);
        Assert.Equal([1.0, 0.9, 0.25], qualities.Select(quality => quality.Precision.Value));
        Assert.Equal([0.4, 0.9, 1.0], qualities.Select(quality => quality.Recall.Value));
    }

    [Fact]
    public void A_choice_that_cannot_be_is_refused()
    {
        Assert.Contains("0 to 39", Assert.Throws<ArgumentException>(() => IsolationQuality.Measure([40], Truth)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IsolationQuality.Measure([3, 3], Truth));
        Assert.Throws<ArgumentException>(() => IsolationQuality.OverRates([1.0], [0.1], Truth));
        Assert.Throws<ArgumentOutOfRangeException>(() => IsolationQuality.OverRates(new double[40], [0.0], Truth));
    }
}
