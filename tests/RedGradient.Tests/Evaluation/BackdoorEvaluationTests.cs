using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Evaluation;

public class BackdoorEvaluationTests
{
    // A classifier that answers the number of lit pixels in the first row, so that everything can be counted by hand.
    private static readonly Counter Counting = new();
    private static readonly DataSet Rows = new("rows", Tensor.From([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0], 4, 1, 1, 3), [0, 1, 2, 2], 4);

    [Fact]
    public void Success_counts_attacked_classes_alone()
    {
        // The trigger lights the last pixel: every answer rises by one. Answers before: 0, 1, 2, 0; after: 1, 2, 3, 1.
        var trigger = PatternTrigger.Pixel(0, ^1);
        var one = AttackSuccess.Measure(Counting, Rows, trigger, BackdoorGoal.AllToOne(2));
        Assert.Equal((1, 2), (one.Success.Count, one.Success.Trials));
        Assert.Equal((3, 4), (one.CleanAccuracy.Count, one.CleanAccuracy.Trials));
        Assert.Equal(new[,] { { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 1, 0, 1 }, { 0, 0, 0, 0 } }, one.Matrix);
        var all = AttackSuccess.Measure(Counting, Rows, trigger, BackdoorGoal.AllToAll);
        Assert.Equal((3, 4), (all.Success.Count, all.Success.Trials));
        var pair = AttackSuccess.Measure(Counting, Rows, trigger, BackdoorGoal.FromTo(1, 2));
        Assert.Equal((1, 1), (pair.Success.Count, pair.Success.Trials));
        Assert.Contains("attack success 50.0%", one.ToString(), StringComparison.Ordinal);
        Assert.Equal(0.0, one.CleanAccuracyDrop(all));
        var worse = AttackSuccess.Measure(Counting, Rows.WithLabels([0, 1, 2, 0]), trigger, BackdoorGoal.AllToOne(2));
        Assert.Equal(0.25, one.CleanAccuracyDrop(worse));
    }

    [Fact]
    public void Nothing_to_attack_and_classes_that_are_not_there_are_refused()
    {
        var trigger = PatternTrigger.Pixel(0, ^1);
        Says(Assert.Throws<ArgumentException>(() => AttackSuccess.Measure(Counting, Rows, trigger, BackdoorGoal.FromTo(3, 2))), "None of the 4", "3 → 2");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => AttackSuccess.Measure(Counting, Rows, trigger, BackdoorGoal.AllToOne(4))), "0 to 3");
        Says(Assert.Throws<ArgumentException>(() => AttackSuccess.Measure(Counting, Rows, PatternTrigger.Pixel(0, 3), BackdoorGoal.AllToOne(2))), "reaches outside images of 1×3");
        Says(Assert.Throws<ArgumentException>(() => AttackSuccess.Measure(Counting, Rows, PatchTrigger.Checkerboard(2, 3) with { Row = 0, Column = 0 }, BackdoorGoal.AllToOne(2))), "3 channels", "images have 1");
        Assert.Throws<ArgumentNullException>(() => AttackSuccess.Measure(null!, Rows, trigger, BackdoorGoal.AllToAll));
    }

    [Theory]
    // R: binom::binom.confint(x, n, methods = "wilson"), and the closed form at the ends: n/(n + z²).
    [InlineData(0, 10, 0.0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1.0)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    public void The_interval_is_that_of_Wilson(int count, int trials, double low, double high)
    {
        var share = new Proportion(count, trials);
        Assert.Equal(low, share.Interval.Low, 1e-4);
        Assert.Equal(high, share.Interval.High, 1e-4);
        Assert.InRange(share.Value, share.Interval.Low, share.Interval.High);
    }

    [Fact]
    public void A_proportion_without_a_trial_could_be_anything()
    {
        Assert.True(double.IsNaN(new Proportion(0, 0).Value));
        Assert.Equal((0.0, 1.0), new Proportion(0, 0).Interval);
        Assert.Equal("99.1% (98.5 to 99.5; 1,341 of 1,353)", new Proportion(1341, 1353).ToString());
    }

    [Fact]
    public void The_interval_holds_the_truth_in_about_95_of_100_samples()
    {
        var random = new SeededRandom(1);
        foreach (var truth in new[] { 0.03, 0.2, 0.5, 0.9 })
        {
            var inside = Enumerable.Range(0, 2000).Count(_ =>
            {
                var (low, high) = new Proportion(Enumerable.Range(0, 100).Count(_ => random.NextDouble() < truth), 100).Interval;
                return low <= truth && truth <= high;
            });
            Assert.InRange(inside / 2000.0, 0.92, 0.985);
        }
    }

    [Fact]
    public void Differences_of_activations_are_means_over_images_and_places()
    {
        var network = new Network(2, new Conv2D(1, 3, 3), new Relu(), new Flatten(), new Dense(3 * 26 * 26, 4));
        var images = SyntheticDigits.Generate(300, seed: 4).Inputs;
        var trigger = PatternTrigger.Square();
        foreach (var layer in new[] { 1, 3 })
        {
            var found = ActivationDifference.Measure(network, images, trigger, layer);
            var (before, after) = (Means(images, layer), Means(trigger.Apply(images), layer));
            Assert.Equal(before.Length, found.Clean.Count);
            for (var unit = 0; unit < before.Length; unit++)
            {
                Assert.Equal(before[unit], found.Clean[unit], 1e-5);
                Assert.Equal(after[unit], found.Triggered[unit], 1e-5);
                Assert.Equal(after[unit] - before[unit], found.Difference[unit], 1e-5);
            }

            Assert.Equal(Enumerable.Range(0, before.Length), found.Ranking.Order());
            Assert.All(found.Ranking.Zip(found.Ranking.Skip(1)), pair => Assert.True(Math.Abs(found.Difference[pair.First]) >= Math.Abs(found.Difference[pair.Second])));
        }

        double[] Means(Tensor batch, int layer)
        {
            var output = network.Activations(batch, ForwardPass.Inference)[layer + 1];
            var values = output.Reshape(output.Shape[0], output.Shape[1], -1);
            return [.. Enumerable.Range(0, output.Shape[1]).Select(unit =>
                (from n in Enumerable.Range(0, values.Shape[0]) from place in Enumerable.Range(0, values.Shape[2]) select (double)values[n, unit, place]).Average())];
        }
    }

    [Fact]
    public void A_layer_that_is_not_there_and_no_images_are_refused()
    {
        var trigger = PatternTrigger.Square();
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => ActivationDifference.Measure(Victim.Network, Victim.Images, trigger, 4)), "4 layers", "the layer 4");
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationDifference.Measure(Victim.Network, Victim.Images, trigger, -1));
        Says(Assert.Throws<ArgumentException>(() => ActivationDifference.Measure(Victim.Network, Tensor.Zeros(0, 1, 28, 28), trigger, 1)), "at least one image");
    }

    [Fact]
    public void Saliency_is_the_size_of_the_slope_of_the_log_probability()
    {
        var images = Victim.Images.Rows(0, 2);
        var found = Saliency.Of(Victim.Network, images);
        var answers = Victim.Network.Predict(images);
        Assert.Equal(found.ToArray(), Saliency.Of(Victim.Network, images, answers).ToArray());
        Assert.NotEqual(found.ToArray(), Saliency.Of(Victim.Network, images, [.. answers.Select(answer => (answer + 1) % 10)]).ToArray());
        for (var pixel = 100; pixel < 700; pixel += 97)
        {
            double At(float by)
            {
                var moved = images.ToArray();
                moved[pixel] += by;
                return Victim.Network.Scores(Tensor.From(moved, 2, 1, 28, 28)).LogSoftmax()[0, answers[0]];
            }

            Assert.Equal(Math.Abs(At(0.01f) - At(-0.01f)) / 0.02, found.ToArray()[pixel], 2e-3);
        }
    }

    [Fact]
    public void Its_share_is_counted_over_pixels()
    {
        var saliency = Tensor.From([1, 2, 3, 4, 0, 0, 0, 0], 2, 1, 2, 2);
        var shares = Saliency.ShareOn(saliency, Tensor.From([0, 1, 0, 0.5f], 1, 2, 2));
        Assert.Equal(0.6, shares[0], 1e-12);
        Assert.True(double.IsNaN(shares[1]));
        Says(Assert.Throws<ArgumentException>(() => Saliency.ShareOn(saliency, Tensor.Ones(3))), "[2, 1, 2, 2]", "[3]");
        Assert.ThrowsAny<ArgumentException>(() => Saliency.Of(Victim.Network, Victim.Images, [1, 2]));
    }

    private static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));

    private sealed class Counter : IDifferentiableClassifier
    {
        public Tensor Scores(Tensor batch) => Losses.OneHot([.. Enumerable.Range(0, batch.Shape[0]).Select(n => (int)batch.Rows(n, 1).Sum().ToScalar())], 4);

        public Tensor Pullback(Tensor batch, Tensor scoreGradient) => throw new NotSupportedException();
    }
}
