using FsCheck.Fluent;
using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

public class ConvolutionTests
{
    [Fact]
    public void Forward_and_all_gradients_equal_the_plain_loops_over_random_shapes()
    {
        var cases =
            from batch in Gen.Choose(0, 3)
            from channels in Gen.Choose(1, 4)
            from outputs in Gen.Elements(1, 2, 3, 7, 8, 9, 17, 33)
            from kernel in Gen.Choose(1, 5)
            from stride in Gen.Choose(1, 3)
            from padding in Gen.Choose(0, 3)
            from height in Gen.Choose(Math.Max(1, kernel - (2 * padding)), 13)
            from width in Gen.Choose(Math.Max(1, kernel - (2 * padding)), 13)
            select (batch, channels, outputs, kernel, stride, padding, height, width);
        Sample.Check(cases, 150, c => Check(c.batch, c.channels, c.outputs, c.kernel, c.stride, c.padding, c.height, c.width));
    }

    // An inner length above 128 is cut; nine images make groups of the weight gradient of unequal size; all three cross the threshold of a second thread.
    [Theory]
    [InlineData(2, 6, 10, 5, 1, 0, 12, 11)]
    [InlineData(9, 3, 12, 5, 1, 2, 28, 28)]
    [InlineData(17, 8, 16, 3, 1, 1, 14, 14)]
    [InlineData(3, 4, 40, 3, 2, 1, 15, 17)]
    [InlineData(1, 1, 8, 3, 1, 0, 28, 28)]
    [InlineData(1, 16, 1, 5, 3, 3, 33, 9)]
    public void Larger_convolutions_equal_the_plain_loops(int batch, int channels, int outputs, int kernel, int stride, int padding, int height, int width) =>
        Check(batch, channels, outputs, kernel, stride, padding, height, width);

    [Fact]
    public void An_empty_batch_gives_an_empty_output_and_zero_weight_gradients()
    {
        var layer = new Conv2D(2, 3, 3, padding: 1);
        var x = Tensor.Zeros(0, 2, 5, 5).Track();
        var y = layer.Forward(x, ForwardPass.InferenceTracked);
        Assert.Equal(new Shape(0, 3, 5, 5), y.Shape);
        var gradients = Gradient.Of(y.Sum(), [x, layer.Weight.Tracked, layer.Bias.Tracked]);
        Assert.Equal(x.Shape, gradients[0].Shape);
        Assert.All(gradients[1].ToArray(), value => Assert.Equal(0f, value));
        Assert.All(gradients[2].ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void An_image_of_a_batch_does_not_depend_on_the_others()
    {
        var layer = new Conv2D(3, 20, 5, padding: 2);
        layer.Weight.Set(Sample.Normal(5, 20, 3, 5, 5));
        var images = Sample.Normal(6, 19, 3, 17, 17);
        var whole = layer.Forward(images, ForwardPass.Inference);
        foreach (var i in new[] { 0, 8, 18 })
        {
            Assert.Equal(whole.Rows(i, 1).ToArray(), layer.Forward(images.Rows(i, 1), ForwardPass.Inference).ToArray());
        }
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_named_with_their_shape()
    {
        var layer = new Conv2D(3, 4, 3);
        var error = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(2, 1, 8, 8), ForwardPass.Inference));
        Assert.Contains("[2, 1, 8, 8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 3, 3, 3]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(2, 27), ForwardPass.Inference));
        Assert.Contains("[2, 27]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(2, 3, 2, 8), ForwardPass.Inference));
        Assert.Contains("2×8", error.Message, StringComparison.Ordinal);
    }

    private static void Check(int batch, int channels, int outputs, int kernel, int stride, int padding, int height, int width)
    {
        var layer = new Conv2D(channels, outputs, kernel, stride, padding);
        layer.Weight.Set(Sample.Normal(1, outputs, channels, kernel, kernel));
        layer.Bias.Set(Sample.Normal(2, outputs));
        var x = Sample.Normal(3, batch, channels, height, width).Track();
        var y = layer.Forward(x, ForwardPass.InferenceTracked);
        int rows = ((height + (2 * padding) - kernel) / stride) + 1, columns = ((width + (2 * padding) - kernel) / stride) + 1;
        Assert.Equal(new Shape(batch, outputs, rows, columns), y.Shape);
        var outputGradient = Sample.Normal(4, batch, outputs, rows, columns);
        var gradients = Gradient.Pullback(y, outputGradient, [x, layer.Weight.Tracked, layer.Bias.Tracked]);
        var plain = new PlainConvolution(x, layer.Weight.Value, layer.Bias.Value, outputGradient, stride, padding);
        Compare.Sums(plain.Output, plain.OutputSize, (channels * kernel * kernel) + 1, y, "output");
        Compare.Sums(plain.InputGradient, plain.InputGradientSize, outputs * kernel * kernel, gradients[0], "input gradient");
        Compare.Sums(plain.WeightGradient, plain.WeightGradientSize, batch * rows * columns, gradients[1], "weight gradient");
        Compare.Sums(plain.BiasGradient, plain.BiasGradientSize, batch * rows * columns, gradients[2], "bias gradient");
    }
}
