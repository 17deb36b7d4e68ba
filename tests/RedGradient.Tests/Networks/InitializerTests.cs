using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Networks;

public class InitializerTests
{
    [Fact]
    public void Xavier_is_uniform_with_variance_2_over_the_sum_of_fans()
    {
        var values = Initializer.Xavier.Draw(new SeededRandom(1), 300, 100, 300, 100).ToArray();
        var limit = Math.Sqrt(6.0 / 400.0);
        Assert.InRange(values.Max(), 0.99 * limit, limit);
        Assert.InRange(values.Min(), -limit, -0.99 * limit);
        CheckMoments(values, 2.0 / 400.0);
    }

    [Fact]
    public void He_is_normal_with_variance_2_over_fan_in()
    {
        var values = Initializer.He.Draw(new SeededRandom(1), 300, 100, 300, 100).ToArray();
        CheckMoments(values, 2.0 / 300.0);
        Assert.InRange(values.Max(), 3.0 * Math.Sqrt(2.0 / 300.0), 6.0 * Math.Sqrt(2.0 / 300.0));
    }

    [Fact]
    public void Normal_has_the_deviation_asked_for_whatever_the_size()
    {
        CheckMoments(Initializer.Normal(0.7f).Draw(new SeededRandom(2), 1, 1, 30_000).ToArray(), 0.49);
        Assert.All(Initializer.Normal(0f).Draw(new SeededRandom(2), 1, 1, 10).ToArray(), value => Assert.Equal(0f, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Normal(-1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Normal(float.NaN));
    }

    [Fact]
    public void Constant_is_constant() => Assert.All(Initializer.Constant(0.25f).Draw(new SeededRandom(1), 3, 4, 3, 4).ToArray(), value => Assert.Equal(0.25f, value));

    [Fact]
    public void A_convolution_counts_its_window_and_biases_start_at_0()
    {
        var layer = new Conv2D(16, 64, 5);
        layer.Initialize(new SeededRandom(3));
        CheckMoments(layer.Weight.Value.ToArray(), 2.0 / (16 * 25));
        Assert.All(layer.Bias.Value.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_layer_s_weights_depend_on_the_seed_and_its_place_alone()
    {
        Network first = new(5, new Dense(3, 4), new Relu(), new Dense(4, 2)), second = new(5, new Dense(7, 4), new Relu(), new Dense(4, 2));
        Assert.Equal(first.Parameters[2].Value.ToArray(), second.Parameters[2].Value.ToArray());
        Assert.NotEqual(first.Parameters[2].Value.ToArray(), new Network(6, new Dense(3, 4), new Relu(), new Dense(4, 2)).Parameters[2].Value.ToArray());
    }

    // The signal keeps its size through 20 layers with the matching rule, and dies with a wrong one.
    [Fact]
    public void He_keeps_signals_alive_through_rectifiers()
    {
        Assert.InRange(OutputDeviation(Initializer.He), 0.3, 3.0);
        Assert.InRange(OutputDeviation(Initializer.Xavier), 0.0, 0.01);

        static double OutputDeviation(Initializer initializer)
        {
            var layers = Enumerable.Range(0, 20).SelectMany(_ => new Layer[] { new Dense(200, 200, initializer), new Relu() }).ToArray();
            var outputs = new Network(1, layers).Scores(Tensor.Normal(new SeededRandom(4), 0f, 1f, 50, 200)).ToArray();
            return Math.Sqrt(outputs.Average(value => (double)value * value));
        }
    }

    private static void CheckMoments(float[] values, double variance)
    {
        // Six standard errors of the mean; 6% of the variance.
        Assert.Equal(0.0, values.Average(value => (double)value), 6.0 * Math.Sqrt(variance / values.Length));
        Assert.InRange(values.Average(value => (double)value * value), 0.94 * variance, 1.06 * variance);
    }
}
