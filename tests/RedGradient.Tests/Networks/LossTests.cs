using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

public class LossTests
{
    [Fact]
    public void Cross_entropy_equals_the_double_formula()
    {
        foreach (var classes in new[] { 1, 2, 10, 300 })
        {
            var logits = Sample.Normal(1, 20, classes) * 5f;
            int[] labels = [.. Enumerable.Range(0, 20).Select(i => (7 * i) % classes)];
            double[] expected = [.. labels.Select((label, i) => Exact(logits.Row(i).ToArray(), label))];
            Compare.Near(expected, Losses.CrossEntropyPerExample(logits, labels), 3e-6, 3e-6, "per example");
            Assert.Equal(expected.Average(), Losses.CrossEntropy(logits, labels).ToScalar(), 2e-5);
        }
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e30f)]
    public void Huge_logits_give_exact_losses_and_finite_gradients(float size)
    {
        var logits = Tensor.From(new[,] { { size, -size, 0f }, { size, -size, 0f }, { -size, -size, -size }, { size, size, size } }).Track();
        var losses = Losses.CrossEntropyPerExample(logits, [0, 1, 2, 0]);
        Assert.Equal([0f, 2f * size], losses.Rows(0, 2).ToArray());
        Assert.All(losses.Rows(2, 2).ToArray(), value => Assert.Equal(Math.Log(3.0), value, 1e-6));
        var gradient = Gradient.Of(losses.Sum(), logits);
        Assert.Equal([0f, 0f, 0f], gradient.Row(0).ToArray());
        Assert.Equal([1f, -1f, 0f], gradient.Row(1).ToArray());
        Assert.Equal(1.0 / 3.0, gradient[3, 1], 1e-6);
    }

    [Fact]
    public void The_gradient_is_softmax_minus_one_hot()
    {
        var logits = Sample.Normal(1, 6, 4).Track();
        int[] labels = [0, 1, 2, 3, 3, 0];
        var gradient = Gradient.Of(Losses.CrossEntropy(logits, labels), logits);
        var expected = (logits.Softmax() - Losses.OneHot(labels, 4)).Detach() / 6f;
        Compare.Near([.. expected.ToArray().Select(value => (double)value)], gradient, 1e-6, 1e-7, "gradient");
    }

    [Fact]
    public void Labels_out_of_range_are_named()
    {
        foreach (var label in new[] { -1, 3, int.MaxValue })
        {
            foreach (var use in new Func<object>[] { () => Losses.CrossEntropy(Tensor.Zeros(2, 3), [0, label]), () => Losses.OneHot([0, label], 3) })
            {
                var error = Assert.Throws<ArgumentException>(use);
                Assert.Contains(label.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
                Assert.Contains("0 to 2", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Losses.CrossEntropy(Tensor.Zeros(2, 3), [0]));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 labels", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Losses.CrossEntropy(Tensor.Zeros(3), [0, 1, 2]));
        error = Assert.Throws<ArgumentException>(() => Losses.MeanSquaredError(Tensor.Zeros(2, 3), Tensor.Zeros(3)));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Squared_error_is_the_mean_over_all_elements()
    {
        var (x, y) = (Sample.Normal(1, 5, 7), Sample.Normal(2, 5, 7));
        var exact = x.ToArray().Zip(y.ToArray(), (a, b) => Math.Pow((double)a - b, 2)).Average();
        Assert.Equal(exact, Losses.MeanSquaredError(x, y).ToScalar(), 1e-5);
        Assert.Equal(1e8f, Losses.MeanSquaredError(Tensor.Full(1e4f, 3), Tensor.Zeros(3)).ToScalar());
    }

    [Fact]
    public void One_hot_rows_have_a_single_1() =>
        Assert.Equal([0f, 0f, 1f, 1f, 0f, 0f], Losses.OneHot([2, 0], 3).ToArray());

    private static double Exact(float[] row, int label)
    {
        var maximum = (double)row.Max();
        return maximum - row[label] + Math.Log(row.Sum(value => Math.Exp(value - maximum)));
    }
}
