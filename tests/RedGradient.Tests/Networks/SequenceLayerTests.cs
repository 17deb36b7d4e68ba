using FsCheck.Fluent;
using RedGradient.Autodiff;
using RedGradient.Autodiff.Operations;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Autodiff;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

/// <summary>The layers over sequences of tokens against loops in double precision, finite differences and files.</summary>
public sealed class SequenceLayerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redgradient-sequence-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_embedding_gives_each_token_its_row_and_each_row_the_gradients_of_its_tokens()
    {
        var layer = new Embedding(7, 3);
        layer.Initialize(new SeededRandom(1));
        var ids = Tensor.From([0f, 6f, 2f, 2f, 2f, 1f], 2, 3);
        var y = layer.Forward(ids, ForwardPass.InferenceTracked);
        Assert.Equal("[2, 3, 3]", y.Shape.ToString());
        var weights = Sample.Normal(4, 2, 3, 3);
        var gradient = Gradient.Of((y * weights).Sum(), layer.Weight.Tracked);
        var expected = new double[7 * 3];
        for (var place = 0; place < 6; place++)
        {
            for (var k = 0; k < 3; k++)
            {
                var id = (int)ids.AsSpan()[place];
                Assert.Equal(layer.Weight.Value[id, k], y.AsSpan()[(place * 3) + k]);
                expected[(id * 3) + k] += weights.AsSpan()[(place * 3) + k];
            }
        }

        Compare.Near(expected, gradient, 1e-6, 1e-6, "embedding");
        Assert.Equal("[0, 3, 3]", layer.Forward(Tensor.Zeros(0, 3), ForwardPass.Inference).Shape.ToString());
        Assert.Equal("[2, 0, 3]", layer.Forward(Tensor.Zeros(2, 0), ForwardPass.Inference).Shape.ToString());
    }

    [Fact]
    public void A_convolution_along_a_sequence_is_a_sum_over_its_window()
    {
        var cases =
            from batch in Gen.Choose(0, 3)
            from kernel in Gen.Choose(1, 4)
            from positions in Gen.Choose(kernel, 9)
            from inputs in Gen.Choose(1, 17)
            from outputs in Gen.Choose(1, 9)
            select (batch, kernel, positions, inputs, outputs);
        Sample.Check(cases, 25, c =>
        {
            var layer = Drawn(c.inputs, c.outputs, c.kernel);
            var x = Sample.Normal(3, c.batch, c.positions, c.inputs);
            var y = layer.Forward(x, ForwardPass.Inference);
            Assert.Equal(new Shape(c.batch, c.positions - c.kernel + 1, c.outputs), y.Shape);
            for (var (at, places) = (0, y.Shape[1]); at < y.Size; at++)
            {
                var (o, place, example) = (at % c.outputs, at / c.outputs % places, at / c.outputs / places);
                double sum = layer.Bias.Value[o], size = Math.Abs(sum);
                for (var u = 0; u < c.kernel; u++)
                {
                    for (var k = 0; k < c.inputs; k++)
                    {
                        var term = (double)layer.Weight.Value[u, k, o] * x[example, place + u, k];
                        sum += term;
                        size += Math.Abs(term);
                    }
                }

                Compare.Sum(sum, size, (c.kernel * c.inputs) + 1, y.AsSpan()[at], "convolution", at);
            }
        });
    }

    [Fact]
    public void Pooling_over_positions_takes_the_mean_or_the_first_largest()
    {
        var x = Sample.Normal(5, 3, 6, 4);
        var (mean, largest) = (new double[12], new double[12]);
        for (var i = 0; i < 12; i++)
        {
            double[] column = [.. Enumerable.Range(0, 6).Select(p => (double)x[i / 4, p, i % 4])];
            (mean[i], largest[i]) = (column.Average(), column.Max());
        }

        Compare.Near(mean, new GlobalAveragePool1D().Forward(x, ForwardPass.Inference), 1e-6, 1e-6, "mean");
        Compare.Near(largest, new GlobalMaxPool1D().Forward(x, ForwardPass.Inference), 0.0, 0.0, "largest");
        var tie = Tensor.From([1f, 3f, 3f], 1, 3, 1).Track();
        Assert.Equal([0f, 1f, 0f], Gradient.Of(new GlobalMaxPool1D().Forward(tie, ForwardPass.Inference).Sum(), tie).ToArray());
    }

    [Fact]
    public void Gradients_agree_with_finite_differences_to_the_second_order()
    {
        var layer = Drawn(2, 3, 2);
        GradientCheck.First(x => layer.Forward(x[0], ForwardPass.Inference).Tanh(), Values.Normal(1, 2, 4, 2));
        GradientCheck.Second(x => layer.Forward(x[0], ForwardPass.Inference).Tanh(), Values.Normal(1, 2, 4, 2));
        Tensor[] inputs = [Values.Normal(1, 2, 4, 2), Values.Normal(2, 6, 3), Values.Normal(3, 3)];
        GradientCheck.First(x => Linear.Apply(Windows.Apply(x[0], 3), x[1], x[2]).Square(), inputs);
        GradientCheck.Second(x => Linear.Apply(Windows.Apply(x[0], 3), x[1], x[2]), inputs);
        GradientCheck.Third(x => Windows.Apply(x[0].Tanh(), 2).Tanh(), Values.Normal(4, 1, 3, 2));
        foreach (var pool in new Layer[] { new GlobalMaxPool1D(), new GlobalAveragePool1D() })
        {
            GradientCheck.First(x => pool.Forward(x[0], ForwardPass.Inference).Square(), Values.Distinct(2, 2, 3, 2));
            GradientCheck.Second(x => pool.Forward(x[0], ForwardPass.Inference).Square(), Values.Distinct(2, 2, 3, 2));
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 5)]
    [InlineData(false, 6)]
    public void Gradients_of_single_examples_equal_a_pass_for_each(bool convolution, int count)
    {
        var network = Text(convolution);
        var (ids, labels) = Sentences(count);
        var all = PerExampleGradients.Of(network, ids, labels);
        var (written, norms, products) = (all.ToTensors(), all.Norms(), all.DotProducts());
        double[][] flat = [.. Enumerable.Range(0, count).Select(i => Single(i).SelectMany(gradient => gradient.ToArray()).Select(value => (double)value).ToArray())];
        for (var i = 0; i < count; i++)
        {
            var single = Single(i);
            for (var p = 0; p < single.Length; p++) Compare.Near([.. single[p].ToArray().Select(value => (double)value)], written[p].Row(i), 1e-4, 1e-5, $"{network.Parameters[p]}");
            Assert.Equal(Math.Sqrt(flat[i].Sum(value => value * value)), norms[i], 1e-5);
            for (var j = 0; j < count; j++) Assert.Equal(flat[i].Zip(flat[j], (a, b) => a * b).Sum(), products[i, j], 1e-5);
        }

        Tensor[] Single(int i) => Gradient.Of(Losses.CrossEntropy(network.Forward(ids.Rows(i, 1)), [labels[i]]), [.. network.Parameters.Select(parameter => parameter.Tracked)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_come_back_from_both_kinds_of_file_with_the_same_bits(bool convolution)
    {
        var network = Text(convolution);
        var ids = Sentences(4).Ids;
        var (own, shared) = (Path.Combine(folder, "text.rgn"), Path.Combine(folder, "text.safetensors"));
        network.Save(own);
        SafetensorsNetwork.Save(network, shared);
        foreach (var read in new[] { Network.Load(own), SafetensorsNetwork.Load(shared), network.Copy() })
        {
            Assert.Equal(network.Layers.Select(layer => layer.GetType()), read.Layers.Select(layer => layer.GetType()));
            Assert.Equal(network.Parameters.Select(parameter => parameter.Value.ToArray()), read.Parameters.Select(parameter => parameter.Value.ToArray()));
            Assert.Equal(network.Scores(ids).ToArray(), read.Scores(ids).ToArray());
        }

        var state = StateDictionary.Of(network);
        Assert.Equal("[9, 4]", state["0.weight"].Shape.ToString());
        if (!convolution) return;

        // PyTorch's order: outputs, inputs, kernel.
        var layer = (Conv1D)network.Layers[1];
        Assert.Equal("[5, 4, 3]", state["1.weight"].Shape.ToString());
        Assert.Equal(layer.Weight.Value[2, 1, 4], state["1.weight"][4, 1, 2]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_sentence()
    {
        var embedding = new Embedding(9, 4);
        Refused(() => embedding.Forward(Tensor.Zeros(3), ForwardPass.Inference), "An embedding takes the ids of tokens [batch, positions]; its input has the shape [3].");
        foreach (var (id, shown) in new[] { (1.5f, "1.5"), (-1f, "-1"), (9f, "9"), (float.NaN, "NaN"), (float.PositiveInfinity, "Infinity") })
        {
            Refused(() => embedding.Forward(Tensor.From([0f, 1f, 2f, id], 2, 2), ForwardPass.Inference), $"The token at position 1 of example 1 is {shown}; allowed are whole numbers from 0 to 8.");
        }

        Refused(() => embedding.Forward(Tensor.Zeros(1, 2).Track(), ForwardPass.Inference), "have no gradient; take it by the output of the embedding layer.");
        Refused(() => Text(true).Pullback(Tensor.Zeros(1, 6), Tensor.Zeros(1, 3)), "have no gradient; take it by the output of the embedding layer.");
        foreach (var shape in new int[][] { [2, 5], [2, 5, 3], [2, 2, 4] })
        {
            Refused(() => Drawn(4, 2, 3).Forward(Tensor.Zeros(shape), ForwardPass.Inference), $"A convolution of width 3 along 4 channels needs a batch [batch, positions, 4] of at least 3 positions; its input has the shape {new Shape(shape)}.");
        }

        foreach (var pool in new Layer[] { new GlobalMaxPool1D(), new GlobalAveragePool1D() })
        {
            Refused(() => pool.Forward(Tensor.Zeros(2, 3), ForwardPass.Inference), "needs a batch [batch, positions, channels] of at least 1 position; its input has the shape [2, 3].");
            Refused(() => pool.Forward(Tensor.Zeros(2, 0, 3), ForwardPass.Inference), "its input has the shape [2, 0, 3].");
        }

        foreach (var make in new Func<Layer>[] { () => new Embedding(0, 1), () => new Embedding(1, 0), () => new Embedding((1 << 24) + 1, 1), () => new Conv1D(0, 1, 1), () => new Conv1D(1, 0, 1), () => new Conv1D(1, 1, 0) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(make);
        }
    }

    [Theory]
    [InlineData("{\"type\": \"Embedding\", \"vocabulary\": 16000000, \"width\": 2000000000}")]
    [InlineData("{\"type\": \"Conv1D\", \"inputChannels\": 2000000000, \"outputChannels\": 2000000000, \"kernel\": 2000000000}")]
    public void A_few_bytes_that_describe_more_than_a_file_holds_are_refused_before_anything_is_made(string layer)
    {
        var path = Path.Combine(folder, "weights.safetensors");
        new SafetensorsFile(new Dictionary<string, Tensor> { ["0.weight"] = Tensor.Ones(2) }).Write(path);
        File.WriteAllText(Path.Combine(folder, "weights.json"), $"{{\"layers\": [{layer}]}}");
        Assert.Contains("its layers need more values than the file holds.", Assert.Throws<InvalidDataException>(() => SafetensorsNetwork.Load(path)).Message, StringComparison.Ordinal);
    }

    private static void Refused(Func<Tensor> use, string sentence) => Assert.Contains(sentence, Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);

    private static Conv1D Drawn(int inputs, int outputs, int kernel)
    {
        var layer = new Conv1D(inputs, outputs, kernel);
        layer.Initialize(new SeededRandom(2));
        layer.Bias.Set(Sample.Normal(8, outputs));
        return layer;
    }

    private static Network Text(bool convolution) => convolution
        ? new Network(1, new Embedding(9, 4, Initializer.Normal(1f)), new Conv1D(4, 5, 3), new Relu(), new GlobalMaxPool1D(), new Dense(5, 3))
        : new Network(1, new Embedding(9, 4, Initializer.Normal(1f)), new GlobalAveragePool1D(), new Dense(4, 5), new Tanh(), new Dense(5, 3));

    private static (Tensor Ids, int[] Labels) Sentences(int count)
    {
        var random = new SeededRandom(6);
        return (Tensor.From([.. Enumerable.Range(0, count * 6).Select(_ => (float)random.NextInt32(9))], count, 6), [.. Enumerable.Range(0, count).Select(i => i % 3)]);
    }
}
