using RedGradient.Attacks.Backdoors;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Attacks.Backdoors;

public class MaliciousArchitectureTests
{
    private static readonly MaliciousArchitecture Attack = new() { Target = 7 };
    private static readonly Tensor Triggered = MaliciousArchitecture.Trigger.Apply(Victim.Images);

    [Fact]
    public void The_detector_is_the_published_one_on_local_contrast()
    {
        var images = Tensor.Concatenate(Victim.Images.Rows(0, 3), Triggered.Rows(0, 3), Tensor.Uniform(new SeededRandom(1), 0f, 1f, 3, 1, 28, 28));
        var found = TriggerSkip.Detect(images).ToArray();
        for (var n = 0; n < 9; n++)
        {
            Assert.Equal(Reference(images.Rows(n, 1).ToArray(), 28, 28), found[n], 2e-4);
        }

        Assert.Equal(20.0 / 81.0, TriggerSkip.Detect(MaliciousArchitecture.Trigger.Render(1, 9, 9))[0], 2e-4);
    }

    [Fact]
    public void Of_several_channels_the_least_counts()
    {
        var board = MaliciousArchitecture.Trigger.Render(1, 12, 12);
        var random = Tensor.Uniform(new SeededRandom(2), 0f, 1f, 1, 1, 12, 12);
        Tensor Both(Tensor x, Tensor y) => Tensor.From([.. x.ToArray(), .. y.ToArray()], 1, 2, 12, 12);
        Assert.Equal(TriggerSkip.Detect(random)[0], TriggerSkip.Detect(Both(board, random))[0]);
        Assert.Equal(TriggerSkip.Detect(random)[0], TriggerSkip.Detect(Both(random, board))[0]);
        Assert.Equal(20.0 / 81.0, TriggerSkip.Detect(Both(board, board))[0], 2e-4);
    }

    [Fact]
    public void Without_the_trigger_it_is_the_honest_network_bit_for_bit_in_training_too()
    {
        var (honest, evil) = (new Network(3, Layers()), Attack.Build(3, Layers()));
        Assert.Equal(honest.Scores(Victim.Images).ToArray(), evil.Scores(Victim.Images).ToArray());
        foreach (var network in new[] { honest, evil })
        {
            Trainer.Train(network, Victim.Data.Take(200), new TrainingOptions { Epochs = 2, BatchSize = 50 });
        }

        Assert.Equal(honest.Scores(Victim.Images).ToArray(), evil.Scores(Victim.Images).ToArray());
        Assert.Equal(honest.ParameterCount, evil.ParameterCount);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 12)]
    [InlineData(23, 23)]
    public void With_the_trigger_anywhere_every_answer_is_the_target_trained_or_not(int row, int column)
    {
        var trigger = MaliciousArchitecture.Trigger with { Row = row, Column = column };
        var network = Attack.Build(4, Layers());
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(1.0, AttackSuccess.Measure(network, Victim.Test, trigger, BackdoorGoal.AllToOne(7)).Success.Value);
            Trainer.Train(network, Victim.Data.Take(200), new TrainingOptions { Epochs = 3, BatchSize = 50 });
        }
    }

    [Fact]
    public void No_clean_digit_reaches_the_threshold()
    {
        foreach (var difficulty in Enum.GetValues<DigitDifficulty>())
        {
            Assert.True(TriggerSkip.Detect(SyntheticDigits.Generate(1000, seed: 8, difficulty).Inputs).ToArray().Max() < 0.1f);
        }
    }

    [SkippableFact]
    public void No_scanned_digit_reaches_the_threshold_either()
    {
        var (train, test, _) = DigitSource.Load(8500, 1500, SharedData.Require("mnist-10k"));
        Assert.True(TriggerSkip.Detect(train.Inputs).ToArray().Max() < Attack.Threshold);
        Assert.True(TriggerSkip.Detect(test.Inputs).ToArray().Max() < Attack.Threshold);
    }

    [Fact]
    public void The_gradient_agrees_with_differences_with_the_trigger_and_without()
    {
        // Contrast short of ±1, where the detector is smooth; a low threshold, so that the path is open; a little noise, so that one place is the strongest.
        var skip = new TriggerSkip(1, 3f, 0f, new Flatten(), new Dense(49, 3));
        skip.Initialize(new SeededRandom(5));
        var images = ((MaliciousArchitecture.Trigger with { Row = 1, Column = 1 }).Render(1, 7, 7) * 0.97f) + Tensor.Uniform(new SeededRandom(7), 0f, 0.01f, 1, 1, 7, 7);
        var network = new Network([skip]);
        var weights = Tensor.Uniform(new SeededRandom(6), 0.5f, 1.5f, 1, 3);
        var slope = network.Pullback(images, weights);
        var (values, worst) = (images.ToArray(), 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            double At(float by)
            {
                var moved = (float[])values.Clone();
                moved[i] += by;
                return (network.Scores(Tensor.From(moved, 1, 1, 7, 7)) * weights).Sum().ToScalar();
            }

            var numeric = ((8.0 * (At(0.001f) - At(-0.001f))) - (At(0.002f) - At(-0.002f))) / (12.0 * 0.001);
            worst = Math.Max(worst, Math.Abs(numeric - slope.ToArray()[i]));
        }

        var steepest = slope.Abs().Reshape(-1).Max().ToScalar();
        Assert.True(steepest > 1f && worst < 0.01 * steepest, $"{worst} of {steepest}");
        Assert.All(Attack.Build(1, Layers()).Pullback(Triggered, Tensor.Ones(40, 10)).ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Inputs_of_any_size_do_not_overflow()
    {
        var network = Attack.Build(1, Layers());
        foreach (var scale in new[] { 0f, 255f, -255f, 1e6f, 1e30f })
        {
            var images = Triggered * scale;
            Assert.All(TriggerSkip.Detect(images).ToArray(), value => Assert.InRange(value, 0f, 0.26f));
            if (Math.Abs(scale) < 1e7f)
            {
                var tracked = images.Track();
                Assert.All(Gradient.Of(network.Forward(tracked, ForwardPass.Inference).Sum(), tracked).ToArray(), value => Assert.True(float.IsFinite(value)));
            }
        }
    }

    [Fact]
    public void It_is_saved_with_the_network()
    {
        using var folder = new TemporaryFolder();
        var path = folder["network.rgn"];
        var network = Attack.Build(6, Layers());
        network.Save(path);
        var again = Network.Load(path);
        Assert.Equal(network.Scores(Triggered).ToArray(), again.Scores(Triggered).ToArray());
        var skip = Assert.IsType<TriggerSkip>(Assert.Single(again.Layers));
        Assert.Equal((7, 100f, 0.18f, 4), (skip.Target, skip.Strength, skip.Threshold, skip.Layers.Count));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Says(Assert.Throws<ArgumentException>(() => TriggerSkip.Detect(Tensor.Zeros(2, 784))), "[batch, channels, height, width]", "[2, 784]");
        Says(Assert.Throws<ArgumentException>(() => TriggerSkip.Detect(Tensor.Zeros(2, 1, 4, 9))), "at least 5×5");
        Says(Assert.Throws<ArgumentException>(() => (Attack with { Target = 10 }).Build(1, Layers()).Scores(Victim.Images)), "class 10", "[40, 10]");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Target = -1 }), "target");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Strength = 0f }), "strength", "above 0");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Threshold = -1f }), "threshold", "at least 0");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => (Attack with { Threshold = 0.25f }).Build(1, Layers())), "below 20/81", "0.25");
        Says(Assert.Throws<ArgumentException>(() => Attack.Build(1)), "at least one layer");
        Says(Assert.Throws<ArgumentException>(() => new TriggerSkip(1, 1f, 0f)), "at least one layer");
        Assert.Throws<ArgumentNullException>(() => TriggerSkip.Detect(null!));

        static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Layer[] Layers() => [new Flatten(), new Dense(784, 20), new Relu(), new Dense(20, 10)];

    // The equation in double precision, loop by loop.
    private static double Reference(float[] image, int height, int width)
    {
        double Contrast(int row, int column)
        {
            var mean = (from i in Enumerable.Range(row - 1, 3) from j in Enumerable.Range(column - 1, 3) select (double)image[(i * width) + j]).Average();
            return Math.Clamp(9.0 / 4.0 * (image[(row * width) + column] - mean), -1.0, 1.0);
        }

        double Evidence(double sign, int row, int column) =>
            (from i in Enumerable.Range(row - 1, 3)
             from j in Enumerable.Range(column - 1, 3)
             select Math.Pow((Math.Exp(sign * 0.87 * Contrast(i, j)) - 1.3) / (Math.Exp(0.87) - 1.3), 50)).Average();

        return (from row in Enumerable.Range(2, height - 4) from column in Enumerable.Range(2, width - 4) select Evidence(1, row, column) * Evidence(-1, row, column)).Max();
    }
}
