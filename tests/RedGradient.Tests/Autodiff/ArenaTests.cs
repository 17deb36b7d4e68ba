using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

/// <summary>The memory of a training step is reused; what outlives a step says so, and nothing that a user holds is written over.</summary>
public class ArenaTests
{
    private static DataSet Data => Points.Circle(20, 0.0, seed: 1);

    [Fact]
    public void A_tensor_that_escaped_its_step_says_so()
    {
        List<Tensor> escaped = [];
        Trainer.Train(Make(), Data, new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 10,
            Objective = (network, batch, pass) =>
            {
                var outputs = network.Forward(batch.Inputs, pass);
                escaped.AddRange([batch.Inputs, outputs, outputs.Reshape(-1), outputs.Detach(), outputs.Rows(0, 1)]);
                return Losses.CrossEntropy(outputs, batch.Labels);
            },
        });
        Assert.Equal(10, escaped.Count);
        foreach (var tensor in escaped)
        {
            foreach (var use in new Action[] { () => tensor.ToArray(), () => tensor.Keep(), () => _ = tensor + 1f, () => tensor.Sum(), () => tensor.Row(0) })
            {
                Assert.Contains("Keep()", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_kept_tensor_survives_with_its_values()
    {
        List<(Tensor Kept, float[] Values)> kept = [];
        Trainer.Train(Make(), Data, new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 5,
            Objective = (network, batch, pass) =>
            {
                var outputs = network.Forward(batch.Inputs, pass);
                kept.Add((outputs.Keep(), outputs.ToArray()));
                return Losses.CrossEntropy(outputs, batch.Labels);
            },
        });
        Assert.Equal(12, kept.Count);
        Assert.All(kept, pair => Assert.Equal(pair.Values, pair.Kept.ToArray()));
    }

    [Fact]
    public void Scores_asked_for_within_a_step_are_ordinary_tensors()
    {
        List<Tensor> held = [];
        var probe = Make();
        var images = Data.Inputs;
        Trainer.Train(Make(), Data, new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 10,
            Objective = (network, batch, pass) =>
            {
                var (scores, gradient) = probe.ScoresAndPullback(images, x => x);
                held.AddRange([probe.Scores(images), scores, gradient]);
                return Losses.CrossEntropy(network.Forward(batch.Inputs, pass), batch.Labels);
            },
        });
        Assert.Equal(held[0].ToArray(), held[3].ToArray());
        Assert.Equal(held[1].ToArray(), held[4].ToArray());
        Assert.Equal(held[2].ToArray(), held[5].ToArray());
    }

    [Fact]
    public void The_function_of_a_pullback_may_use_the_network_and_keep_what_it_sees()
    {
        var network = Make();
        var batch = Values.Normal(1, 6, 2);
        Tensor? seen = null, made = null, inner = null;
        var (scores, gradient) = network.ScoresAndPullback(batch, outer =>
        {
            seen = outer;
            inner = network.ScoresAndPullback(batch * 2f, x => x.Softmax()).InputGradient;
            Assert.Equal(network.Scores(batch).ToArray(), outer.ToArray());
            made = outer.Softmax() - 0.5f;
            return made;
        });

        // Work that reuses the arena's memory.
        network.ScoresAndPullback(Values.Normal(2, 6, 2), x => x * 100f);
        Assert.Equal(scores.ToArray(), seen!.ToArray());
        Assert.Equal((scores.Softmax() - 0.5f).ToArray(), made!.ToArray());
        Assert.Equal(network.Pullback(batch, made).ToArray(), gradient.ToArray());
        Assert.Equal(network.Pullback(batch * 2f, network.Scores(batch * 2f).Softmax()).ToArray(), inner!.ToArray());
    }

    [Fact]
    public void A_pullback_may_be_taken_within_a_training_step_of_the_same_network()
    {
        // Adversarial training: perturb the batch with the network in training, then train on it.
        var network = Make();
        var history = Trainer.Train(network, Data, new TrainingOptions
        {
            Epochs = 20,
            BatchSize = 10,
            Optimizer = new Adam { LearningRate = 0.02f },
            Objective = (trained, batch, pass) =>
            {
                var target = Losses.OneHot(batch.Labels, 2);
                var (_, gradient) = trained.ScoresAndPullback(batch.Inputs, scores => scores.Softmax() - target);
                return Losses.CrossEntropy(trained.Forward(batch.Inputs + (gradient.Sign() * 0.05f), pass), batch.Labels);
            },
        });
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void An_exception_within_a_step_leaves_the_loop_usable()
    {
        var network = Make();
        Assert.Throws<TimeZoneNotFoundException>(() => network.ScoresAndPullback(Data.Inputs, _ => throw new TimeZoneNotFoundException()));
        Assert.Throws<ArgumentException>(() => network.ScoresAndPullback(Tensor.Zeros(3, 5), x => x));
        Assert.True((Tensor.Ones(2).Track() * 2f).IsTracked);
        var tensor = Tensor.Ones(4);
        network.ScoresAndPullback(Data.Inputs, x => x);
        Assert.Equal([1f, 1f, 1f, 1f], tensor.ToArray());
    }

    [Fact]
    public void Parameters_and_gradients_of_ordinary_code_are_never_reused()
    {
        var network = Make();
        var loss = Losses.CrossEntropy(network.Forward(Data.Inputs), Data.Labels);
        var gradients = Gradient.Of(loss, [.. network.Parameters.Select(parameter => parameter.Tracked)]);
        var before = gradients.Select(gradient => gradient.ToArray()).ToArray();
        for (var i = 0; i < 10; i++)
        {
            network.ScoresAndPullback(Values.Normal(i, 30, 2), x => x);
        }

        Assert.Equal(before, gradients.Select(gradient => gradient.ToArray()));
    }

    private static Network Make() => new(1, new Dense(2, 8), new Tanh(), new Dense(8, 2));
}
