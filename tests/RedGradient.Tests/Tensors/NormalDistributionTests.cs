using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

public class NormalDistributionTests
{
    // Published tables: NIST and Abramowitz and Stegun 26.1.
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.8413447460685429)]
    [InlineData(-1.0, 0.15865525393145707)]
    [InlineData(2.0, 0.9772498680518208)]
    [InlineData(-3.0, 0.0013498980316300933)]
    [InlineData(-6.0, 9.865876450376981e-10)]
    public void The_distribution_function_has_its_published_values(double z, double share)
    {
        Assert.Equal(share, NormalDistribution.Cumulative(z), share * 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.005, -2.5758293035489004)]
    [InlineData(0.02, -2.053748910631823)]
    [InlineData(1e-10, -6.361340902404056)]
    public void The_quantile_has_its_published_values(double share, double z)
    {
        Assert.Equal(z, NormalDistribution.Quantile(share), 1e-11);
    }

    [Fact]
    public void The_quantile_inverts_the_distribution_function_and_both_rise()
    {
        var previous = double.NegativeInfinity;
        for (var share = 0.001; share < 0.9995; share += 0.001)
        {
            var z = NormalDistribution.Quantile(share);
            Assert.True(z > previous);
            Assert.Equal(share, NormalDistribution.Cumulative(z), 1e-13);
            previous = z;
        }

        // The two formulas meet at 3 without a step.
        Assert.Equal(NormalDistribution.Cumulative(-3.0), NormalDistribution.Cumulative(-Math.BitDecrement(3.0)), 1e-14);
        Assert.True(double.IsNaN(NormalDistribution.Cumulative(double.NaN)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_without_a_quantile_gets_a_sentence(double share)
    {
        Assert.Contains("above 0 and below 1", Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(share)).Message, StringComparison.Ordinal);
    }
}
