using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of STRIP and proximity: what lesson 7 says about those that it reads.</summary>
public class StripDetectionTests
{
    private static readonly ExperimentResults Committed = CommittedResults.Of("strip-detection");

    [Fact]
    public void Every_number_is_finite_and_every_rate_a_share()
    {
        foreach (var value in Committed.Points.SelectMany(point => point.Values))
        {
            Assert.True(double.IsFinite(value.Value), value.Key);
            Assert.True(!value.Key.Contains("FAR", StringComparison.Ordinal) || value.Value is >= 0.0 and <= 1.0, value.Key);
        }
    }

    [Theory]
    [InlineData("square", "5 epochs, batches of 128", 0.04)]
    [InlineData("square", "5 epochs, batches of 32", 0.04)]
    [InlineData("square", "30 epochs, batches of 32", 0.04)]
    // Overlays draw over the heart: only a trigger that is learned deeply withstands them.
    [InlineData("heart", "5 epochs, batches of 128", 0.1)]
    [InlineData("heart", "5 epochs, batches of 32", 0.02)]
    [InlineData("heart", "30 epochs, batches of 32", 0.01)]
    public void On_real_digits_the_clipped_blend_accepts_few_triggers_at_one_per_cent_and_the_sum_more(string trigger, string training, double most)
    {
        foreach (var values in Seeds($"mnist, {trigger}, 8500 images, {training}"))
        {
            Assert.True(values["attack success"] > 0.97);
            Assert.InRange(values["clipped: FAR at FRR 1%"], 0.0, most);
            Assert.True(values["sum: FAR at FRR 1%"] > values["clipped: FAR at FRR 1%"]);
        }
    }

    [Fact]
    public void At_equal_steps_the_gap_between_the_blends_closes_with_the_data_and_more_steps_on_the_same_data_widen_it()
    {
        double Gap(string run) => Seeds($"synthetic, square, {run}, batches of 32").Average(values => values["sum: FAR at FRR 1%"] - values["clipped: FAR at FRR 1%"]);
        var (few, more, many) = (Gap("2000 images, 34 epochs"), Gap("8500 images, 8 epochs"), Gap("34000 images, 2 epochs"));
        Assert.True(few > 2 * more && more > 2 * many, $"{few}, {more}, {many}");
        Assert.InRange(many, 0.0, 0.05);
        Assert.True(few > 2 * Gap("2000 images, 5 epochs"));
    }

    [Fact]
    public void A_smaller_rate_never_accepts_less_and_the_sum_accepts_more_than_the_clipped_sum_of_the_square()
    {
        foreach (var point in Committed.Points)
        {
            foreach (var blend in new[] { "sum", "clipped" })
            {
                var accepted = StripDetectionExperiment.Rates.Select(rate => point.Values[FormattableString.Invariant($"{blend}: FAR at FRR {rate}%")]).ToArray();
                Assert.Equal(accepted.Order(), accepted);
            }

            if (point.Key.Contains("square", StringComparison.Ordinal))
            {
                Assert.True(point.Values["sum: FAR at FRR 1%"] > point.Values["clipped: FAR at FRR 1%"], point.Key);
                Assert.True(point.Values["sum: best other score"] > point.Values["clipped: best other score"] + 1.0, point.Key);
            }
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, double>> Seeds(string key) =>
        Enumerable.Range(1, 3).Select(seed => Committed[$"{key}, seed {seed}"].Values);
}
