using FsCheck.Fluent;
using RedGradient.Autodiff.Operations;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Autodiff;

/// <summary>Convolution, pooling and normalisation of images.</summary>
public class ImageGradientTests
{
    [Fact]
    public void Convolution_over_random_shapes()
    {
        var cases =
            from batch in Gen.Choose(0, 2)
            from channels in Gen.Choose(1, 2)
            from outputs in Gen.Choose(1, 3)
            from kernel in Gen.Choose(1, 3)
            from stride in Gen.Choose(1, 3)
            from padding in Gen.Choose(0, 2)
            from height in Gen.Choose(kernel, 5)
            from width in Gen.Choose(kernel, 5)
            select (batch, channels, outputs, kernel, stride, padding, height, width);
        Sample.Check(cases, 15, c =>
        {
            Tensor[] inputs = [Values.Normal(1, c.batch, c.channels, c.height, c.width), Values.Normal(2, c.outputs, c.channels, c.kernel, c.kernel), Values.Normal(3, c.outputs)];
            GradientCheck.First(x => Convolve.Apply(x[0], x[1], x[2], c.stride, c.padding), inputs);
            GradientCheck.Second(x => Convolve.Apply(x[0], x[1], x[2], c.stride, c.padding), inputs);
        });
    }

    [Fact]
    public void Third_order_of_convolution_between_smooth_functions() =>
        GradientCheck.Third(x => Convolve.Apply(x[0].Tanh(), x[1], null, 1, 1).Tanh(), Values.Normal(1, 1, 1, 3, 3), Values.Normal(2, 1, 1, 2, 2));

    [Fact]
    public void Pooling_over_random_shapes()
    {
        var cases =
            from batch in Gen.Choose(0, 2)
            from channels in Gen.Choose(1, 2)
            from size in Gen.Choose(1, 3)
            from stride in Gen.Choose(1, 3)
            from height in Gen.Choose(size, 5)
            from width in Gen.Choose(size, 5)
            select (batch, channels, size, stride, height, width);
        Sample.Check(cases, 15, c =>
        {
            var images = Values.Distinct(1, c.batch, c.channels, c.height, c.width);
            foreach (var layer in new Layer[] { new MaxPool2D(c.size, c.stride), new AveragePool2D(c.size, c.stride) })
            {
                GradientCheck.First(x => layer.Forward(x[0], ForwardPass.Inference).Square(), images * 0.5f);
                GradientCheck.Second(x => layer.Forward(x[0], ForwardPass.Inference).Square(), images * 0.5f);
            }
        });
    }

    [Theory]
    [InlineData(new[] { 4, 3 })]
    [InlineData(new[] { 2, 2, 3, 2 })]
    public void Batch_normalisation_in_training_and_in_use(int[] shape)
    {
        var channels = shape[1];
        foreach (var pass in new[] { ForwardPass.Training(new SeededRandom(1)), ForwardPass.InferenceTracked })
        {
            var layer = new BatchNormalization(channels);
            var weights = Values.Normal(5, shape);
            GradientCheck.First(x => layer.Forward(x[0], pass).Square() * weights, Values.Normal(1, shape) * 2f);
            GradientCheck.Second(x => layer.Forward(x[0], pass) * weights, Values.Normal(1, shape) * 2f);
        }
    }

    [Fact]
    public void A_residual_block()
    {
        var block = new Residual(new Conv2D(2, 2, 3, padding: 1), new Tanh());
        block.Initialize(new SeededRandom(3));
        GradientCheck.First(x => block.Forward(x[0], ForwardPass.Inference), Values.Normal(1, 2, 2, 3, 3));
        GradientCheck.Second(x => block.Forward(x[0], ForwardPass.Inference), Values.Normal(1, 2, 2, 3, 3));
    }
}
