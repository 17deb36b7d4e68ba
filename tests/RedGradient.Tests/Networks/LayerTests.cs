using MathNet.Numerics;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

public class LayerTests
{
    [Fact]
    public void Activations_apply_their_function_to_every_element()
    {
        var x = Sample.Normal(1, 4, 3, 5, 5) * 3f;
        Check(new Relu(), value => Math.Max(0.0, value));
        Check(new LeakyRelu(0.2f), value => value > 0.0 ? value : 0.2f * value);
        Check(new Tanh(), Math.Tanh);
        Check(new Sigmoid(), value => 1.0 / (1.0 + Math.Exp(-value)));
        Check(new Gelu(), value => value * 0.5 * SpecialFunctions.Erfc(-value / Math.Sqrt(2.0)));
        Check(new Identity(), value => value);

        void Check(Layer layer, Func<double, double> function)
        {
            foreach (var input in new[] { x, x.Reshape(4, -1), Tensor.Zeros(0, 7) })
            {
                var y = layer.Forward(input, ForwardPass.Inference);
                Assert.Equal(input.Shape, y.Shape);
                Compare.Near([.. input.ToArray().Select(value => function(value))], y, 1e-6, 3e-6, layer.GetType().Name);
            }
        }
    }

    [Fact]
    public void A_dense_layer_multiplies_and_adds_and_flattens_images()
    {
        var layer = new Dense(12, 7);
        layer.Initialize(new SeededRandom(1));
        layer.Bias.Set(Sample.Normal(2, 7));
        var images = Sample.Normal(3, 5, 3, 2, 2);
        var y = layer.Forward(images, ForwardPass.Inference);
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 7; j++)
            {
                var (sum, size) = ((double)layer.Bias.Value[j], Math.Abs((double)layer.Bias.Value[j]));
                for (var k = 0; k < 12; k++)
                {
                    var term = (double)images.AsSpan()[(i * 12) + k] * layer.Weight.Value[k, j];
                    sum += term;
                    size += Math.Abs(term);
                }

                Compare.Sum(sum, size, 13, y[i, j], "dense");
            }
        }
    }

    [Fact]
    public void Flatten_keeps_the_batch_even_where_it_is_empty()
    {
        Assert.Equal(new Shape(4, 30), new Flatten().Forward(Tensor.Zeros(4, 5, 3, 2), ForwardPass.Inference).Shape);
        Assert.Equal(new Shape(0, 30), new Flatten().Forward(Tensor.Zeros(0, 5, 3, 2), ForwardPass.Inference).Shape);
        Assert.Equal(new Shape(4, 1), new Flatten().Forward(Tensor.Zeros(4), ForwardPass.Inference).Shape);
        Assert.Throws<ArgumentException>(() => new Flatten().Forward(Tensor.Scalar(1f), ForwardPass.Inference));
    }

    [Fact]
    public void A_residual_block_adds_its_input_and_keeps_the_shape()
    {
        var block = new Residual(new Dense(4, 6), new Relu(), new Dense(6, 4));
        block.Initialize(new SeededRandom(1));
        var x = Sample.Normal(1, 3, 4);
        var inner = x;
        foreach (var layer in block.Layers)
        {
            inner = layer.Forward(inner, ForwardPass.Inference);
        }

        Assert.Equal((x + inner).ToArray(), block.Forward(x, ForwardPass.Inference).ToArray());
        var error = Assert.Throws<ArgumentException>(() => new Residual(new Dense(4, 5)).Forward(x, ForwardPass.Inference));
        Assert.Contains("[3, 4]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 5]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Residual());
    }

    [Fact]
    public void Dropout_keeps_the_expectation_in_training_and_does_nothing_in_use()
    {
        var layer = new Dropout(0.3f);
        var x = Tensor.Ones(200, 500);
        Assert.Equal(x.ToArray(), layer.Forward(x, ForwardPass.Inference).ToArray());
        var pass = ForwardPass.Training(new SeededRandom(1));
        var values = layer.Forward(x, pass).ToArray();
        Assert.All(values, value => Assert.True(value == 0f || Math.Abs(value - (1f / 0.7f)) < 1e-6f));
        Assert.Equal(0.3, values.Count(value => value == 0f) / 100_000.0, 0.009);
        Assert.Equal(1.0, values.Average(), 0.013);

        // Another mask for each pass through the layer; the same for the same seed.
        Assert.NotEqual(values, layer.Forward(x, pass).ToArray());
        Assert.Equal(values, layer.Forward(x, ForwardPass.Training(new SeededRandom(1))).ToArray());
        Assert.Equal(x.ToArray(), new Dropout(0f).Forward(x, pass).ToArray());
        foreach (var rate in new[] { -0.1f, 1f, float.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate));
        }
    }

    [Theory]
    [InlineData(new[] { 6, 3 })]
    [InlineData(new[] { 4, 3, 2, 5 })]
    public void Batch_normalisation_uses_the_batch_in_training_and_its_running_values_in_use(int[] shape)
    {
        var layer = new BatchNormalization(3, momentum: 0.25f);
        layer.Gain.Set(Tensor.From([2f, 0.5f, -1f], 3));
        layer.Offset.Set(Tensor.From([1f, 0f, 3f], 3));
        double[] runningMean = [0.0, 0.0, 0.0], runningVariance = [1.0, 1.0, 1.0];
        for (var step = 0; step < 3; step++)
        {
            var x = (Sample.Normal(step, shape) * 3f) + 1.5f;
            var y = layer.Forward(x, ForwardPass.Training(new SeededRandom(1)));
            var (mean, variance) = Moments(x);
            Compare.Near(Normalised(x, mean, variance), y, 1e-5, 1e-5, "training");
            var count = x.Size / 3.0;
            for (var c = 0; c < 3; c++)
            {
                runningMean[c] = (0.75 * runningMean[c]) + (0.25 * mean[c]);
                runningVariance[c] = (0.75 * runningVariance[c]) + (0.25 * variance[c] * count / (count - 1.0));
            }
        }

        var inputs = Sample.Normal(9, shape);
        Compare.Near(Normalised(inputs, runningMean, runningVariance), layer.Forward(inputs, ForwardPass.Inference), 1e-5, 1e-5, "use");
        Compare.Near(runningMean, layer.Buffers[0].Value, 1e-5, 1e-6, "running mean");
        Compare.Near(runningVariance, layer.Buffers[1].Value, 1e-5, 1e-6, "running variance");

        double[] Normalised(Tensor x, double[] mean, double[] variance) => [.. x.ToArray().Select((value, i) =>
        {
            var c = Channel(x, i);
            return (layer.Gain.Value[c] * (value - mean[c]) / Math.Sqrt(variance[c] + 1e-5)) + layer.Offset.Value[c];
        })];
    }

    [Fact]
    public void Batch_normalisation_of_one_example_is_refused_in_training_and_leaves_the_running_values()
    {
        var layer = new BatchNormalization(2);
        var one = Tensor.From(new[,] { { 3f, 4f } });
        var error = Assert.Throws<ArgumentException>(() => layer.Forward(one, ForwardPass.Training(new SeededRandom(1))));
        Assert.Contains("Allowed in training are batches of at least 2 examples.", error.Message, StringComparison.Ordinal);
        Assert.Equal([[0f, 0f], [1f, 1f]], layer.Buffers.Select(buffer => buffer.Value.ToArray()));
        Assert.Equal(2, layer.Forward(one, ForwardPass.Inference).Size);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_named_with_both_shapes()
    {
        AssertNames(() => new Dense(4, 2).Forward(Tensor.Zeros(3, 5), ForwardPass.Inference), "[3, 5]", "4");
        AssertNames(() => new Dense(4, 2).Forward(Tensor.Zeros(4), ForwardPass.Inference), "[4]", "[batch, 4]");
        AssertNames(() => new BatchNormalization(3).Forward(Tensor.Zeros(2, 4), ForwardPass.Inference), "[2, 4]", "[batch, 3]");
        AssertNames(() => new BatchNormalization(3).Forward(Tensor.Zeros(2, 3, 4), ForwardPass.Inference), "[2, 3, 4]", "[batch, 3, height, width]");
        AssertNames(() => new Network(1, new Flatten(), new Dense(4, 2)).Scores(Tensor.Zeros(2, 1, 3, 3)), "[2, 9]", "4");

        static void AssertNames(Func<Tensor> use, params string[] parts)
        {
            var error = Assert.Throws<ArgumentException>(use);
            Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        foreach (var make in new Func<Layer>[]
        {
            () => new Dense(0, 1), () => new Dense(1, 0), () => new Conv2D(0, 1, 1), () => new Conv2D(1, 0, 1), () => new Conv2D(1, 1, 0), () => new Conv2D(1, 1, 1, stride: 0),
            () => new Conv2D(1, 1, 1, padding: -1), () => new MaxPool2D(0), () => new MaxPool2D(2, 0), () => new AveragePool2D(0), () => new BatchNormalization(0),
            () => new BatchNormalization(1, momentum: 0f), () => new BatchNormalization(1, epsilon: 0f), () => new LeakyRelu(-0.1f), () => new LeakyRelu(1.1f),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(make);
        }
    }

    private static int Channel(Tensor x, int position) => x.Shape.Rank == 2 ? position % x.Shape[1] : position / (x.Shape[2] * x.Shape[3]) % x.Shape[1];

    private static (double[] Mean, double[] Variance) Moments(Tensor x)
    {
        var groups = x.ToArray().Select((value, i) => (Value: (double)value, Channel: Channel(x, i))).GroupBy(pair => pair.Channel).OrderBy(group => group.Key).ToArray();
        double[] mean = [.. groups.Select(group => group.Average(pair => pair.Value))];
        return (mean, [.. groups.Select(group => group.Average(pair => Math.Pow(pair.Value - mean[group.Key], 2)))]);
    }
}
