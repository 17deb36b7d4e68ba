using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

/// <summary>The gradients of a batch's examples in one pass against one pass for each example.</summary>
public class PerExampleGradientTests
{
    public static TheoryData<string, int> Cases => new()
    {
        { "mlp", 1 }, { "mlp", 7 }, { "mlp", 20 }, { "cnn", 1 }, { "cnn", 5 }, { "cnn", 19 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Written_out_they_equal_a_pass_for_each_example(string kind, int count)
    {
        var (network, inputs, labels) = Make(kind, count);
        var all = PerExampleGradients.Of(network, inputs, labels);
        Assert.Equal(count, all.Count);
        Compare.Near([.. Losses.CrossEntropyPerExample(network.Scores(inputs), labels).ToArray().Select(value => (double)value)], all.Losses, 1e-6, 1e-6, "losses");
        var written = all.ToTensors();
        for (var i = 0; i < count; i++)
        {
            var single = Single(network, inputs, labels, i);
            for (var p = 0; p < single.Length; p++)
            {
                Compare.Near([.. single[p].ToArray().Select(value => (double)value)], written[p].Row(i), 1e-4, 1e-5, $"example {i}, {network.Parameters[p]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Norms_dot_products_and_weighted_sums_equal_those_of_the_written_gradients(string kind, int count)
    {
        var (network, inputs, labels) = Make(kind, count);
        var all = PerExampleGradients.Of(network, inputs, labels);
        double[][] flat = [.. Enumerable.Range(0, count).Select(i => Single(network, inputs, labels, i).SelectMany(gradient => gradient.ToArray()).Select(value => (double)value).ToArray())];
        var norms = all.Norms();
        var products = all.DotProducts();
        Assert.Equal(new Shape(count, count), products.Shape);
        for (var i = 0; i < count; i++)
        {
            var norm = Math.Sqrt(Dot(flat[i], flat[i]));
            Assert.Equal(norm, norms[i], 1e-4 * (1.0 + norm));
            for (var j = 0; j < count; j++)
            {
                Assert.Equal(Dot(flat[i], flat[j]), products[i, j], 2e-4 * (1.0 + (norm * Math.Sqrt(Dot(flat[j], flat[j])))));
            }
        }

        float[] weights = [.. Enumerable.Range(0, count).Select(i => (i % 3) - 0.5f)];
        var sums = all.WeightedSum(weights).SelectMany(sum => sum.ToArray()).ToArray();
        for (var k = 0; k < sums.Length; k++)
        {
            Assert.Equal(flat.Select((gradient, i) => weights[i] * gradient[k]).Sum(), sums[k], 1e-4);
        }
    }

    [Fact]
    public void What_has_no_gradient_of_its_own_is_refused()
    {
        var normalised = new Network(1, new Dense(2, 3), new BatchNormalization(3));
        Assert.Throws<NotSupportedException>(() => PerExampleGradients.Of(normalised, Tensor.Ones(2, 2), [0, 1]));
        var network = new Network(1, new Dense(2, 3));
        Assert.Throws<ArgumentException>(() => PerExampleGradients.Of(network, Tensor.Ones(2, 2), outputs => outputs.Sum()));
        Assert.Throws<ArgumentException>(() => PerExampleGradients.Of(network, Tensor.Ones(2, 2), [0, 1]).WeightedSum([1f]));
    }

    private static Tensor[] Single(Network network, Tensor inputs, int[] labels, int i) =>
        Gradient.Of(Losses.CrossEntropy(network.Forward(inputs.Rows(i, 1)), [labels[i]]), [.. network.Parameters.Select(parameter => parameter.Tracked)]);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static (Network Network, Tensor Inputs, int[] Labels) Make(string kind, int count)
    {
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 4)];
        return kind == "mlp"
            ? (new Network(1, new Dense(9, 12), new Tanh(), new Dense(12, 4)), Sample.Normal(1, count, 9), labels)
            : (new Network(2, new Conv2D(2, 5, 3, stride: 2, padding: 1), new Relu(), new Residual(new Conv2D(5, 5, 3, padding: 1), new Tanh()), new MaxPool2D(2), new Dense(20, 4)), Sample.Normal(1, count, 2, 8, 8), labels);
    }
}
