using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

public class PairDistancesTests
{
    [Fact]
    public void The_histograms_and_the_radius_follow_the_published_rule_for_two_classes()
    {
        var random = new SeededRandom(3);
        var points = Enumerable.Range(0, 120).SelectMany(i => new[] { (float)((i % 2 * 3.0) + random.NextNormal()), (float)random.NextNormal() }).ToArray();
        var data = new DataSet("two", Tensor.From(points, 120, 2), [.. Enumerable.Range(0, 120).Select(i => i % 2)], 2);
        var pairs = PairDistances.Of(data, binWidth: 0.5, bins: 14);

        // Counts in plain loops; NIST's rule is argmax h_N·h_P / h_NP on counts.
        var (negative, positive, mixed) = (new int[14], new int[14], new int[14]);
        var beyond = 0;
        for (var i = 0; i < 120; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (dx, dy) = ((double)points[2 * i] - points[2 * j], (double)points[(2 * i) + 1] - points[(2 * j) + 1]);
                var bin = (int)(Math.Sqrt((dx * dx) + (dy * dy)) / 0.5);
                var histogram = i % 2 != j % 2 ? mixed : i % 2 == 0 ? negative : positive;
                beyond += bin < 14 ? 0 : 1;
                if (bin < 14) histogram[bin]++;
            }
        }

        var best = Enumerable.Range(0, 14).Where(bin => mixed[bin] > 0).MaxBy(bin => (double)negative[bin] * positive[bin] / mixed[bin]);
        Assert.Equal((best + 0.5) * 0.5, pairs.Radius, 1e-12);
        Assert.Equal(7140 - beyond, negative.Sum() + positive.Sum() + mixed.Sum());
        for (var bin = 0; bin < 14; bin++)
        {
            Assert.Equal(negative[bin] / 1770.0, pairs.Within[0][bin], 2.1 / 1770);
            Assert.Equal(mixed[bin] / 3600.0, pairs.Between[bin], 2.1 / 3600);
        }
    }

    [Fact]
    public void Where_no_pair_of_different_classes_is_the_widest_such_bin_wins()
    {
        // Classes 10 apart, members 1 and 2 apart: bins of width 1 hold pairs of one class alone up to 2.
        var data = new DataSet("far", Tensor.From([0f, 1f, 2f, 10f, 11f, 12f], 6, 1), [0, 0, 0, 1, 1, 1], 2);
        Assert.Equal(2.5, PairDistances.Of(data, binWidth: 1.0).Radius, 1e-12);
    }

    [Fact]
    public void Wrong_input_gets_a_sentence()
    {
        var data = Backdoored.Clean.Take(50);
        Assert.Contains("width", Assert.Throws<ArgumentOutOfRangeException>(() => PairDistances.Of(data, binWidth: 0.0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PairDistances.Of(data, bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairDistances.Of(data, maximumExamples: 1));
        Assert.Contains("wider bins", Assert.Throws<InvalidOperationException>(() => PairDistances.Of(data, binWidth: 1e-3).Radius).Message, StringComparison.Ordinal);
    }
}
