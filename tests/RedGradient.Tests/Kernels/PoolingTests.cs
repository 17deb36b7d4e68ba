using FsCheck;
using FsCheck.Fluent;
using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

public class PoolingTests
{
    private static Gen<(int Batch, int Channels, int Size, int Stride, int Height, int Width)> Cases =>
        from batch in Gen.Choose(0, 3)
        from channels in Gen.Choose(1, 5)
        from size in Gen.Choose(1, 4)
        from stride in Gen.Choose(1, 5)
        from height in Gen.Choose(size, 13)
        from width in Gen.Choose(size, 13)
        select (batch, channels, size, stride, height, width);

    [Fact]
    public void Max_pooling_equals_the_plain_loop() => Sample.Check(Cases, 150, c => CheckMaximum(c.Batch, c.Channels, c.Size, c.Stride, c.Height, c.Width));

    [Fact]
    public void Average_pooling_equals_the_plain_loop() => Sample.Check(Cases, 150, c => CheckAverage(c.Batch, c.Channels, c.Size, c.Stride, c.Height, c.Width));

    // More than 64 planes and 2^16 elements: several chunks on several threads.
    [Theory]
    [InlineData(9, 16, 2, 2, 24, 24)]
    [InlineData(5, 30, 3, 2, 25, 23)]
    public void Large_pooling_equals_the_plain_loop(int batch, int channels, int size, int stride, int height, int width)
    {
        CheckMaximum(batch, channels, size, stride, height, width);
        CheckAverage(batch, channels, size, stride, height, width);
    }

    [Fact]
    public void The_first_of_equal_maxima_gets_the_gradient()
    {
        var x = Tensor.Ones(1, 1, 2, 2).Track();
        var gradient = Gradient.Of(new MaxPool2D(2).Forward(x, ForwardPass.Inference).Sum(), x);
        Assert.Equal([1f, 0f, 0f, 0f], gradient.ToArray());
    }

    [Fact]
    public void Not_a_number_wins_a_window()
    {
        var y = new MaxPool2D(2).Forward(Tensor.From([1f, float.NaN, 3f, 2f], 1, 1, 2, 2), ForwardPass.Inference);
        Assert.True(float.IsNaN(y.ToScalar()));
    }

    [Fact]
    public void Images_smaller_than_the_window_are_refused()
    {
        foreach (var layer in new Layer[] { new MaxPool2D(3), new AveragePool2D(3) })
        {
            var error = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(1, 2, 2, 5), ForwardPass.Inference));
            Assert.Contains("[1, 2, 2, 5]", error.Message, StringComparison.Ordinal);
            Assert.Contains("3×3", error.Message, StringComparison.Ordinal);
        }
    }

    private static void CheckMaximum(int batch, int channels, int size, int stride, int height, int width)
    {
        var x = Sample.Normal(1, batch, channels, height, width).Track();
        var y = new MaxPool2D(size, stride).Forward(x, ForwardPass.Inference);
        int rows = ((height - size) / stride) + 1, columns = ((width - size) / stride) + 1;
        Assert.Equal(new Shape(batch, channels, rows, columns), y.Shape);
        var outputGradient = Sample.Normal(2, batch, channels, rows, columns);
        var gradient = Gradient.Pullback(y, outputGradient, [x])[0];
        var expected = new float[x.Size];
        var values = x.ToArray();
        for (var at = 0; at < y.Size; at++)
        {
            var best = -1;
            foreach (var position in Window(at, rows, columns, size, stride, height, width))
            {
                best = best < 0 || values[position] > values[best] ? position : best;
            }

            Assert.Equal(values[best], y.AsSpan()[at]);
            expected[best] += outputGradient.AsSpan()[at];
        }

        Assert.Equal(expected, gradient.ToArray());
    }

    private static void CheckAverage(int batch, int channels, int size, int stride, int height, int width)
    {
        var x = Sample.Normal(1, batch, channels, height, width).Track();
        var y = new AveragePool2D(size, stride).Forward(x, ForwardPass.Inference);
        int rows = ((height - size) / stride) + 1, columns = ((width - size) / stride) + 1;
        Assert.Equal(new Shape(batch, channels, rows, columns), y.Shape);
        var outputGradient = Sample.Normal(2, batch, channels, rows, columns);
        var gradient = Gradient.Pullback(y, outputGradient, [x])[0];
        double[] expected = new double[x.Size], sizes = new double[x.Size];
        var values = x.ToArray();
        for (var at = 0; at < y.Size; at++)
        {
            double sum = 0.0, sumOfSizes = 0.0;
            foreach (var position in Window(at, rows, columns, size, stride, height, width))
            {
                sum += values[position] / (double)(size * size);
                sumOfSizes += Math.Abs(values[position]) / (double)(size * size);
                expected[position] += outputGradient.AsSpan()[at] / (double)(size * size);
                sizes[position] += Math.Abs(outputGradient.AsSpan()[at]) / (double)(size * size);
            }

            Compare.Sum(sum, sumOfSizes, size * size, y.AsSpan()[at], $"mean [{at}]");
        }

        Compare.Sums(expected, sizes, size * size, gradient, "gradient");
    }

    // The positions in the input of the window of one output element.
    private static IEnumerable<int> Window(int at, int rows, int columns, int size, int stride, int height, int width)
    {
        int plane = at / (rows * columns), i = at / columns % rows, j = at % columns;
        for (var u = 0; u < size; u++)
        {
            for (var v = 0; v < size; v++)
            {
                yield return (((plane * height) + (i * stride) + u) * width) + (j * stride) + v;
            }
        }
    }
}
