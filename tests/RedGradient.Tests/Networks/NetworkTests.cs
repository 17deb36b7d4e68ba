using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

public class NetworkTests
{
    [Fact]
    public void Large_batches_go_through_in_pieces_with_the_same_bits()
    {
        var network = Make();
        foreach (var count in new[] { 255, 256, 257, 512, 600 })
        {
            var batch = Sample.Normal(count, count, 1, 6, 6);
            var whole = network.Forward(batch, ForwardPass.Inference);
            Assert.Equal(whole.ToArray(), network.Scores(batch).ToArray());
            Assert.Equal(new Shape(count, 3), network.Scores(batch).Shape);
            Assert.Equal(whole.ToArray(), network.Scores(batch.Track()).ToArray());
        }
    }

    [Fact]
    public void An_empty_batch_has_no_scores_and_an_empty_gradient()
    {
        var network = Make();
        var empty = Tensor.Zeros(0, 1, 6, 6);
        Assert.Equal(new Shape(0, 3), network.Scores(empty).Shape);
        Assert.Empty(network.Predict(empty));
        Assert.Equal(new Shape(0, 3), network.Probabilities(empty).Shape);
        var (scores, gradient) = network.ScoresAndPullback(empty, x => x);
        Assert.Equal((new Shape(0, 3), empty.Shape), (scores.Shape, gradient.Shape));
    }

    [Fact]
    public void The_pullback_is_the_gradient_of_the_weighted_scores()
    {
        var network = Make();
        var batch = Sample.Normal(1, 4, 1, 6, 6).Track();
        var weights = Sample.Normal(2, 4, 3);
        var expected = Gradient.Of((network.Forward(batch) * weights).Sum(), batch).ToArray();
        Assert.Equal(expected, network.Pullback(batch.Detach(), weights).ToArray());
        var (scores, gradient) = network.ScoresAndPullback(batch.Detach(), _ => weights);
        Assert.Equal(expected, gradient.ToArray());
        Assert.Equal(network.Scores(batch).ToArray(), scores.ToArray());
        var error = Assert.Throws<ArgumentException>(() => network.Pullback(batch, Tensor.Zeros(4, 2)));
        Assert.Contains("[4, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 2]", error.Message, StringComparison.Ordinal);
    }

    // An attack that runs while its caller records nothing still needs its gradient.
    [Fact]
    public void A_pullback_works_where_recording_is_off()
    {
        var network = Make();
        var batch = Sample.Normal(1, 4, 1, 6, 6);
        var expected = network.ScoresAndPullback(batch, x => x).InputGradient.ToArray();
        using (Gradient.Off())
        {
            Assert.Equal(expected, network.ScoresAndPullback(batch, x => x).InputGradient.ToArray());
            Assert.False((batch.Track() * 2f).IsTracked);
        }
    }

    [Fact]
    public void A_model_of_one_s_own_needs_two_methods_only()
    {
        IDifferentiableClassifier own = new TwoMethods(Make()), network = Make();
        var batch = Sample.Normal(1, 4, 1, 6, 6);
        var (scores, gradient) = own.ScoresAndPullback(batch, x => x.Softmax());
        var (expectedScores, expectedGradient) = network.ScoresAndPullback(batch, x => x.Softmax());
        Assert.Equal(expectedScores.ToArray(), scores.ToArray());
        Assert.Equal(expectedGradient.ToArray(), gradient.ToArray());
    }

    [Fact]
    public void A_network_whose_output_is_its_input_works()
    {
        var batch = Sample.Normal(1, 4, 3);
        var network = new Network(1, new Identity());
        var (scores, gradient) = network.ScoresAndPullback(batch, x => x * 2f);
        Assert.Equal(batch.ToArray(), scores.ToArray());
        Assert.Equal((batch * 2f).ToArray(), gradient.ToArray());
        Assert.NotSame(batch, network.Scores(batch));
    }

    [Fact]
    public void Predictions_probabilities_and_accuracy_follow_the_scores()
    {
        var network = Make();
        var batch = Sample.Normal(1, 50, 1, 6, 6);
        var scores = network.Scores(batch);
        var predictions = network.Predict(batch);
        Assert.Equal(scores.ArgMax(), predictions);
        Assert.Equal(scores.Softmax().ToArray(), network.Probabilities(batch).ToArray());
        Assert.Equal(1f, network.Accuracy(batch, predictions));
        Assert.Equal(0.5f, network.Accuracy(batch, [.. predictions.Select((label, i) => i % 2 == 0 ? label : (label + 1) % 3)]));
        Assert.Throws<ArgumentException>(() => network.Accuracy(batch, [0]));
        Assert.Throws<ArgumentException>(() => network.Accuracy(Tensor.Zeros(0, 1, 6, 6), []));
    }

    [Fact]
    public void Activations_are_what_each_layer_made_of_the_one_before()
    {
        var network = Make();
        var batch = Sample.Normal(1, 2, 1, 6, 6);
        var activations = network.Activations(batch, ForwardPass.Inference);
        Assert.Equal(network.Layers.Count + 1, activations.Length);
        Assert.Same(batch, activations[0]);
        Assert.Equal(network.Scores(batch).ToArray(), activations[^1].ToArray());
    }

    [Fact]
    public void Use_is_not_recorded_and_forward_is()
    {
        var network = Make();
        var batch = Sample.Normal(1, 2, 1, 6, 6);
        Assert.False(network.Scores(batch.Track()).IsTracked);
        Assert.True(network.Forward(batch).IsTracked);
        Assert.False(network.Forward(batch, ForwardPass.Inference).IsTracked);
    }

    [Fact]
    public void Parameters_are_named_by_place_and_set_by_value()
    {
        var network = new Network(1, new Dense(2, 3), new Residual(new Tanh(), new Dense(3, 3)));
        Assert.Equal(["0.weight", "0.bias", "1.1.weight", "1.1.bias"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(6 + 3 + 9 + 3, network.ParameterCount);
        var error = Assert.Throws<ArgumentException>(() => network.Parameters[0].Set(Tensor.Zeros(3, 2)));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", error.Message, StringComparison.Ordinal);
        var values = Tensor.Ones(2, 3);
        network.Parameters[0].Set(values);
        Assert.Equal(values.ToArray(), network.Parameters[0].Tracked.ToArray());
    }

    [Fact]
    public void A_network_needs_layers_of_its_own()
    {
        Assert.Throws<ArgumentException>(() => new Network(1));
        var layer = new Relu();
        Assert.Throws<ArgumentException>(() => new Network(1, layer, layer));
    }

    private static Network Make() => new(1, new Conv2D(1, 4, 3, padding: 1), new Relu(), new MaxPool2D(2), new Dense(36, 3));

    private sealed class TwoMethods(Network network) : IDifferentiableClassifier
    {
        public Tensor Scores(Tensor batch) => network.Scores(batch);

        public Tensor Pullback(Tensor batch, Tensor scoreGradient) => network.Pullback(batch, scoreGradient);
    }
}
