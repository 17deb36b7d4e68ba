using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Networks;

/// <summary>Batches go through a convolution, its rectifier and its pooling at once, and through a dense layer and its activation; the bits must be those of the layers.</summary>
public class FusedLayersTests
{
    [Theory]
    [InlineData(1, 28, 28, 16, 5, 1, 0, 3)]
    [InlineData(3, 17, 23, 9, 4, 1, 2, 5)]
    [InlineData(2, 12, 12, 33, 5, 1, 0, 300)]
    [InlineData(1, 31, 20, 1, 3, 2, 1, 2)]
    [InlineData(4, 9, 9, 5, 2, 1, 0, 1)]
    [InlineData(1, 6, 6, 3, 3, 1, 0, 4)]
    [InlineData(2, 3, 12, 3, 2, 1, 0, 4)]
    public void The_scores_have_the_bits_of_the_layers(int channels, int height, int width, int outputs, int kernel, int stride, int padding, int batch)
    {
        var network = new Network(3, new Conv2D(channels, outputs, kernel, stride, padding), new Relu(), new MaxPool2D(2));
        network.Parameters[1].Set(Tensor.Uniform(new SeededRandom(4), -1f, 1f, outputs));
        var images = Tensor.Uniform(new SeededRandom(5), -1f, 1f, batch, channels, height, width);
        using var off = Gradient.Off();
        Assert.Equal(network.Activations(images, ForwardPass.Inference)[^1].ToArray(), network.Scores(images).ToArray());
    }

    [Fact]
    public void A_number_that_is_none_comes_through_as_in_the_layers()
    {
        var network = new Network(3, new Conv2D(1, 2, 3), new Relu(), new MaxPool2D(2));
        var values = new float[400];
        values[41] = float.NaN;
        values[200] = float.PositiveInfinity;
        values[390] = float.NegativeInfinity;
        var images = Tensor.From(values, 1, 1, 20, 20);
        using var off = Gradient.Off();
        var scores = network.Scores(images).ToArray();
        Assert.Equal(network.Activations(images, ForwardPass.Inference)[^1].ToArray(), scores);
        Assert.Contains(scores, float.IsNaN);
        Assert.Contains(scores, float.IsInfinity);
    }

    [Fact]
    public void Other_layers_in_between_are_left_alone_and_a_wrong_shape_gets_the_same_sentence()
    {
        var network = new Network(1, new Conv2D(1, 4, 3), new Tanh(), new MaxPool2D(2), new Conv2D(4, 4, 3), new Relu(), new MaxPool2D(2, 1), new Conv2D(4, 2, 3), new Relu());
        var images = Tensor.Uniform(new SeededRandom(5), 0f, 1f, 3, 1, 28, 28);
        using var off = Gradient.Off();
        Assert.Equal(network.Activations(images, ForwardPass.Inference)[^1].ToArray(), network.Scores(images).ToArray());
        var plain = new Network(1, new Conv2D(1, 4, 3), new Relu(), new MaxPool2D(2));
        var wrong = Tensor.Zeros(2, 3, 28, 28);
        Assert.Equal(Assert.Throws<ArgumentException>(() => plain.Activations(wrong, ForwardPass.Inference)).Message, Assert.Throws<ArgumentException>(() => plain.Scores(wrong)).Message);
    }

    [Theory]
    [InlineData(1, 28, 28, 16, 5, 1, 0, 3)]
    [InlineData(3, 17, 23, 9, 4, 1, 2, 5)]
    [InlineData(1, 31, 20, 1, 3, 2, 1, 2)]
    [InlineData(2, 3, 12, 3, 2, 1, 0, 4)]
    public void Gradients_have_the_bits_of_the_layers_also_those_of_gradients(int channels, int height, int width, int outputs, int kernel, int stride, int padding, int batch)
    {
        var network = new Network(3, new Conv2D(channels, outputs, kernel, stride, padding), new Relu(), new MaxPool2D(2));
        network.Parameters[1].Set(Tensor.Uniform(new SeededRandom(4), -1f, 1f, outputs));
        var images = Tensor.Uniform(new SeededRandom(5), -1f, 1f, batch, channels, height, width).Track();
        Tensor[] inputs = [images, .. network.Parameters.Select(parameter => parameter.Tracked)];
        var expected = Differentiate(network.Activations(images, ForwardPass.InferenceTracked)[^1], inputs);
        var actual = Differentiate(network.Forward(images), inputs);
        Assert.Contains(expected[0], value => value != 0f);
        Assert.Contains(expected[6], value => value != 0f);
        Assert.Equal(expected, actual);
    }

    public static TheoryData<Layer> Activations => [new Relu(), new LeakyRelu(0.2f), new LeakyRelu(1f), new Tanh(), new Sigmoid(), new Gelu()];

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_dense_layer_and_its_activation_have_the_bits_of_the_two(Layer activation)
    {
        var network = new Network(3, new Dense(12, 40), activation, new Dense(40, 7));
        network.Parameters[1].Set(Tensor.Uniform(new SeededRandom(4), -1f, 1f, 40));
        var values = Tensor.Uniform(new SeededRandom(5), -1f, 1f, 5, 3, 4).Track();
        Tensor[] inputs = [values, .. network.Parameters.Select(parameter => parameter.Tracked)];
        var expected = Differentiate(network.Activations(values, ForwardPass.InferenceTracked)[^1], inputs);
        var actual = Differentiate(network.Forward(values), inputs);
        Assert.Contains(expected[0], value => value != 0f);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_number_that_is_none_comes_through_a_dense_layer_and_its_activation()
    {
        foreach (Layer activation in new Layer[] { new Relu(), new LeakyRelu(), new Tanh(), new Sigmoid() })
        {
            var network = new Network(3, new Dense(2, 3), activation);
            var rows = Tensor.From([float.NaN, 0f, float.PositiveInfinity, 1f, float.NegativeInfinity, 1f, 0f, 0f], 4, 2).Track();
            var expected = network.Activations(rows, ForwardPass.InferenceTracked)[^1];
            var actual = network.Forward(rows);
            Assert.Equal(expected.ToArray(), actual.ToArray());
            Assert.Contains(actual.ToArray(), float.IsNaN);
            Assert.Equal(Gradient.Of(expected.Sum(), rows).ToArray(), Gradient.Of(actual.Sum(), rows).ToArray());
        }
    }

    // The gradients of a loss that weighs every output, then those of their squared length.
    private static float[][] Differentiate(Tensor output, Tensor[] inputs)
    {
        var loss = (output * Tensor.Uniform(new SeededRandom(6), -1f, 1f, [.. output.Shape])).Sum() + output.Square().Sum();
        var plain = Gradient.Of(loss, inputs);
        var recorded = Gradient.Of(loss, inputs, createGraph: true);
        var length = recorded.Select(gradient => gradient.Square().Sum()).Aggregate((sum, next) => sum + next);
        return [.. plain.Concat(recorded).Concat(Gradient.Of(length, inputs)).Select(tensor => tensor.ToArray())];
    }
}
