using RedGradient.Attacks.Evasion;
using RedGradient.Attacks.Poisoning;
using RedGradient.Charts;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Files;

/// <summary>Inputs that users of comparable software met with, and what they get here.</summary>
public class BadInputTests
{
    [Fact]
    public void The_advice_of_a_refused_rate_is_accepted()
    {
        for (var n = 1; n < 3000; n = (n * 9 / 8) + 1)
        {
            foreach (var design in Enum.GetValues<PoisoningDesign>())
            {
                var error = Assert.Throws<ArgumentException>(() => PoisoningRate.CountOf(0.0, n, design));
                var advised = double.Parse(error.Message.Split("give at least ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(PoisoningRate.CountOf(advised, n, design) >= 1);
            }
        }

        Assert.Contains("give at least 0.00715,", Assert.Throws<ArgumentException>(() => PoisoningRate.CountOf(0.001, 70, PoisoningDesign.Replace)).Message, StringComparison.Ordinal);
        Assert.Equal(("0.143", "0.142", "0.25"), (Advice.AtLeast(1.0 / 7), Advice.AtMost(1.0 / 7), Advice.AtLeast(0.25)));
        Assert.Equal(("1", "0.99"), (Advice.AtLeast(0.9999), Advice.AtMost(0.9999)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Batch_normalisation_says_at_the_first_step_that_a_batch_is_too_small(int batchSize)
    {
        var data = Points.Circle(17, 0.0, seed: 1);
        Network Make() => new(1, new Dense(2, 8), new Residual(new BatchNormalization(8), new Relu()), new Dense(8, 2));
        var error = Assert.Throws<ArgumentException>(() => Trainer.Train(Make(), data, new TrainingOptions { Epochs = 1, BatchSize = batchSize, EpochEnded = (_, _) => Assert.Fail("The epoch was not to end.") }));
        Assert.Contains(batchSize == 1 ? "A batch of 1 example gives" : "which is what 8 leaves of 17 examples, gives", error.Message, StringComparison.Ordinal);
        Assert.Contains("Allowed in training are batches of at least 2 examples.", error.Message, StringComparison.Ordinal);
        Trainer.Train(Make(), data.Take(16), new TrainingOptions { Epochs = 1, BatchSize = 8 });

        // An image has many values a channel.
        var images = SyntheticDigits.Generate(3, seed: 1);
        Trainer.Train(new Network(1, new Conv2D(1, 2, 3), new BatchNormalization(2), new Flatten(), new Dense(2 * 26 * 26, 10)), images, new TrainingOptions { Epochs = 1, BatchSize = 2 });
    }

    [Theory]
    [InlineData(PerturbationNorm.L2)]
    [InlineData(PerturbationNorm.LInfinity)]
    public void DeepFool_s_way_does_not_depend_on_the_scale_of_the_scores(PerturbationNorm norm)
    {
        var attack = new DeepFool { Norm = norm };
        var expected = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        foreach (var scale in new[] { 1e-3f, 1e-6f, 1e4f })
        {
            var scaled = Victim.Network.Copy();
            foreach (var parameter in scaled.Layers[^1].Parameters) parameter.Set(parameter.Value * scale);
            var result = attack.Perturb(scaled, Victim.Images, Victim.Labels);
            Assert.Equal(expected.Succeeded, result.Succeeded);
            Assert.All(expected.Perturbed.ToArray().Zip(result.Perturbed.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }
    }

    [Theory]
    [InlineData(43, 1e-3f)]
    [InlineData(2, 1e38f)]
    public void An_image_that_Carlini_and_Wagner_cannot_beat_is_reported_so(int searchSteps, float constant)
    {
        // Both scores are the same whatever the image: nothing can be won.
        var network = new Network(1, new Dense(4, 2));
        network.Parameters[0].Set(Tensor.From([1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f], 4, 2));
        network.Parameters[1].Set(Tensor.From([1f, 0f], 2));
        var result = new CarliniWagner { SearchSteps = searchSteps, InitialConstant = constant, Steps = 10 }.Perturb(network, Tensor.Full(0.5f, 2, 4), [0, 0]);
        Assert.All(result.Succeeded, Assert.False);
        Assert.All(result.Perturbed.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_range_that_runs_down_is_named_by_its_own_axis()
    {
        LineChart Make() => Chart.Line("A title", "x", "y").Add("a", new[] { 1, 2 }, new[] { 1, 2 });
        Assert.StartsWith("The vertical range must", Assert.Throws<ArgumentException>(() => Make().RangeY(5, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The horizontal range must", Assert.Throws<ArgumentException>(() => Make().RangeX(5, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("A logarithmic vertical axis needs a range above 0", Assert.Throws<ArgumentException>(() => Make().RangeY(0, 1).LogY()).Message, StringComparison.Ordinal);
        Assert.StartsWith("A logarithmic horizontal axis needs a range above 0", Assert.Throws<ArgumentException>(() => Make().LogX().RangeX(-1, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-155, 1e155)]
    [InlineData(1e-300, 1e300)]
    public void A_logarithmic_axis_covers_whatever_it_shows(double low, double high)
    {
        var svg = Chart.Line("A title", "x", "y").Add("a", new[] { 1.0, 2.0 }, new[] { low, high }).LogY().ToSvg();
        Assert.DoesNotContain("from 0.1 to 1", svg, StringComparison.Ordinal);
        Assert.Contains("10", svg, StringComparison.Ordinal);
        // The line goes from near the bottom to near the top, not along an edge that cut it off.
        var points = System.Text.RegularExpressions.Regex.Match(svg, "d=\"M([0-9.]+)[ ,]([0-9.]+)L([0-9.]+)[ ,]([0-9.]+)\"|points=\"([0-9.]+),([0-9.]+) ([0-9.]+),([0-9.]+)\"");
        if (points.Success)
        {
            var ys = points.Groups.Values.Skip(1).Where(group => group.Success).Select(group => double.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.InRange(ys[1] - ys[3], 100, 400);
        }
    }

    [Fact]
    public void A_confusion_matrix_of_a_stray_class_is_refused()
    {
        foreach (var stray in new[] { 2_000_000_000, int.MaxValue, 1000 })
        {
            Assert.Contains($"at most 1000; one label or prediction is {stray}.", Assert.Throws<ArgumentException>(() => Chart.Confusion("t", [stray], [0])).Message, StringComparison.Ordinal);
            Assert.Contains($"one label or prediction is {stray}.", Assert.Throws<ArgumentException>(() => Chart.Confusion("t", [0], [stray])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_numbers_have_no_mean()
    {
        Assert.Contains("the shape [0, 3] has none.", Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0, 3).Mean()).Message, StringComparison.Ordinal);
        Assert.Contains("dimension 1 of the shape [3, 0] has none.", Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(3, 0).Mean(1)).Message, StringComparison.Ordinal);
        Assert.Equal(0, Tensor.Zeros(0, 3).Mean(1).Size);
        Assert.Contains("needs at least one example", Assert.Throws<ArgumentException>(() => Losses.CrossEntropy(Tensor.Zeros(0, 3), [])).Message, StringComparison.Ordinal);
        Assert.Contains("needs at least one element", Assert.Throws<ArgumentException>(() => Losses.MeanSquaredError(Tensor.Zeros(0, 3), Tensor.Zeros(0, 3))).Message, StringComparison.Ordinal);
        Assert.Equal(0, Losses.CrossEntropyPerExample(Tensor.Zeros(0, 3), []).Size);
    }
}
