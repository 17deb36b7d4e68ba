using RedGradient.Evaluation;
using RedGradient.Tensors;

namespace RedGradient.Tests.Evaluation;

public class DetectionTests
{
    [Fact]
    public void The_curve_has_a_point_for_every_threshold()
    {
        var curve = RocCurve.Of([1.0, 2.0, 3.0], [2.0, 4.0]);
        Assert.Equal([(0.0, 0.0), (0.0, 0.5), (1.0 / 3, 0.5), (2.0 / 3, 1.0), (1.0, 1.0)], curve.Points);

        // Of six pairs the attack is ahead in 3 + 1, one is a tie.
        Assert.Equal(4.5 / 6, curve.Area, 1e-15);
        Assert.Equal(0.5, curve.FalseAcceptanceAt(0.0));
        Assert.Equal(0.5, curve.FalseAcceptanceAt(0.6));
        Assert.Equal(0.0, curve.FalseAcceptanceAt(2.0 / 3));
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order_and_the_integral_of_the_curve()
    {
        var random = new SeededRandom(2);
        double[] clean = [.. Enumerable.Range(0, 90).Select(_ => Math.Round(random.NextNormal(), 1))];
        double[] attacked = [.. Enumerable.Range(0, 70).Select(_ => Math.Round(1.0 + random.NextNormal(), 1))];
        var curve = RocCurve.Of(clean, attacked);
        var pairs = clean.Sum(c => attacked.Sum(a => a > c ? 1.0 : a == c ? 0.5 : 0.0)) / (90 * 70);
        var integral = curve.Points.Zip(curve.Points.Skip(1), (p, q) => (q.FalseRejectionRate - p.FalseRejectionRate) * (p.DetectionRate + q.DetectionRate) / 2.0).Sum();
        Assert.Equal(pairs, curve.Area, 1e-12);
        Assert.Equal(integral, curve.Area, 1e-12);
        Assert.InRange(curve.Area, curve.AreaInterval.Low, curve.AreaInterval.High);
        Assert.Equal(1.0 - curve.Area, RocCurve.Of([.. clean.Select(s => -s)], [.. attacked.Select(s => -s)]).Area, 1e-12);
    }

    [Fact]
    public void The_interval_of_the_area_covers_the_truth_about_as_often_as_it_says()
    {
        // Attacks one standard deviation higher: the true area is Φ(1/√2).
        var truth = NormalDistribution.Cumulative(1.0 / Math.Sqrt(2.0));
        var random = new SeededRandom(8);
        var covered = Enumerable.Range(0, 400).Count(_ =>
        {
            var (low, high) = RocCurve.Of([.. Enumerable.Range(0, 40).Select(_ => random.NextNormal())], [.. Enumerable.Range(0, 40).Select(_ => 1.0 + random.NextNormal())]).AreaInterval;
            return truth >= low && truth <= high;
        });
        Assert.InRange(covered / 400.0, 0.91, 0.98);
    }

    [Fact]
    public void Perfect_and_blind_detectors_have_areas_one_and_a_half()
    {
        Assert.Equal(1.0, RocCurve.Of([0.0, 1.0], [2.0, 3.0]).Area);
        Assert.Equal(0.5, RocCurve.Of([1.0, 1.0], [1.0, 1.0, 1.0]).Area);
        Assert.Equal([(0.0, 0.0), (1.0, 1.0)], RocCurve.Of([1.0], [1.0]).Points);
    }

    [Fact]
    public void Rates_count_decisions()
    {
        var rates = DetectionRates.Of([true, false, false, false], [true, true, false]);
        Assert.Equal(new Proportion(1, 4), rates.FalseRejections);
        Assert.Equal(new Proportion(1, 3), rates.FalseAcceptances);
        Assert.Contains("false acceptances 33.3%", rates.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_input_gets_a_sentence()
    {
        Assert.Contains("0 and 1", Assert.Throws<ArgumentException>(() => DetectionRates.Of([], [true])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RocCurve.Of([], [1.0]));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => RocCurve.Of([1.0], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RocCurve.Of([1.0], [1.0]).FalseAcceptanceAt(1.5));
    }
}
