using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

public class GradientTests
{
    [Fact]
    public void A_tensor_used_several_times_gets_the_sum()
    {
        var x = Tensor.From([2f, 3f], 2).Track();
        var y = x * x;
        var gradient = Gradient.Of(((y * x) + y + x).Sum(), x);
        Assert.Equal([(3f * 4f) + 4f + 1f, (3f * 9f) + 6f + 1f], gradient.ToArray());
    }

    [Fact]
    public void A_deep_chain_with_doubled_paths_is_walked_once()
    {
        // 2^60 paths, 60 operations.
        var x = Tensor.Scalar(1f).Track();
        var y = x;
        for (var i = 0; i < 60; i++)
        {
            y = (y + y) * 0.5f;
        }

        Assert.Equal(1f, Gradient.Of(y, x).ToScalar());
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_operations_needs_no_stack()
    {
        var x = Tensor.Scalar(1f).Track();
        var y = x;
        for (var i = 0; i < 100_000; i++)
        {
            y += 1f;
        }

        Assert.Equal(1f, Gradient.Of(y, x).ToScalar());
    }

    [Fact]
    public void Intermediate_tensors_and_the_loss_itself_have_gradients()
    {
        var x = Tensor.From([1f, 2f], 2).Track();
        var y = x * 3f;
        var loss = y.Square().Sum();
        var gradients = Gradient.Of(loss, [x, y, loss]);
        Assert.Equal([18f, 36f], gradients[0].ToArray());
        Assert.Equal([6f, 12f], gradients[1].ToArray());
        Assert.Equal(1f, gradients[2].ToScalar());
        Assert.Equal([6f, 12f], Gradient.Of(loss, y).ToArray());
    }

    [Fact]
    public void What_the_loss_does_not_depend_on_gets_zeros()
    {
        var (x, other) = (Tensor.Ones(2).Track(), Tensor.Ones(3, 4).Track());
        var beyond = x.Sum() * 2f;
        var gradients = Gradient.Of(x.Sum(), [other, x, beyond]);
        Assert.Equal(new Shape(3, 4), gradients[0].Shape);
        Assert.All(gradients[0].ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal([1f, 1f], gradients[1].ToArray());
        Assert.Equal(0f, gradients[2].ToScalar());
    }

    [Fact]
    public void The_same_tensor_asked_for_twice_gets_the_same_gradient_twice()
    {
        var x = Tensor.Ones(2).Track();
        var gradients = Gradient.Of(x.Square().Sum(), [x, x]);
        Assert.Equal(gradients[0].ToArray(), gradients[1].ToArray());
        Assert.Equal([2f, 2f], gradients[0].ToArray());
    }

    [Fact]
    public void A_loss_without_anything_tracked_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Gradient.Of(Tensor.Ones(2).Sum(), Tensor.Ones(2).Track()));
        Assert.Contains("Track()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_untracked_tensor_is_refused_by_its_place()
    {
        var x = Tensor.Ones(2).Track();
        var error = Assert.Throws<ArgumentException>(() => Gradient.Of(x.Sum(), [x, Tensor.Ones(2)]));
        Assert.Contains("index 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Track()", error.Message, StringComparison.Ordinal);

        // The refusal leaves everything in order for the next call.
        Assert.Equal([1f, 1f], Gradient.Of(x.Sum(), x).ToArray());
        Assert.True((x + x).IsTracked);
    }

    [Fact]
    public void A_loss_of_several_numbers_is_refused_with_its_shape()
    {
        var x = Tensor.Ones(2, 3).Track();
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => Gradient.Of(x * 2f, x)).Message, StringComparison.Ordinal);
        Assert.Contains("[0]", Assert.Throws<ArgumentException>(() => Gradient.Of(Tensor.Zeros(0).Track() * 2f, x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pullback_takes_a_gradient_of_the_results_shape_only()
    {
        var x = Tensor.Ones(2, 3).Track();
        var y = x * 2f;
        Assert.Equal([2f, 4f, 6f, 8f, 10f, 12f], Gradient.Pullback(y, Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3), [x])[0].ToArray());
        var error = Assert.Throws<ArgumentException>(() => Gradient.Pullback(y, Tensor.Ones(3, 2), [x]));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_recorded_while_recording_is_off()
    {
        var x = Tensor.Ones(2).Track();
        Tensor inside;
        using (Gradient.Off())
        {
            using (Gradient.Off())
            {
                inside = x * 2f;
            }

            Assert.False((x * 2f).IsTracked);
        }

        Assert.False(inside.IsTracked);
        Assert.True((x * 2f).IsTracked);
    }

    [Fact]
    public void Recording_off_on_one_thread_leaves_others_alone()
    {
        using var off = Gradient.Off();
        var tracked = false;
        var thread = new Thread(() => tracked = (Tensor.Ones(2).Track() * 2f).IsTracked);
        thread.Start();
        thread.Join();
        Assert.True(tracked);
        off.Dispose();
        off.Dispose();
        Assert.True((Tensor.Ones(2).Track() * 2f).IsTracked);
    }

    [Fact]
    public void A_gradient_has_a_history_only_where_a_graph_was_asked_for()
    {
        var x = Tensor.From([2f], 1).Track();
        Assert.False(Gradient.Of((x * x * x).Sum(), x).IsTracked);
        var first = Gradient.Of((x * x * x).Sum(), x, createGraph: true);
        var second = Gradient.Of(first.Sum(), x, createGraph: true);
        var third = Gradient.Of(second.Sum(), x);
        Assert.Equal(12f, first.ToArray()[0]);
        Assert.Equal(12f, second.ToArray()[0]);
        Assert.Equal(6f, third.ToArray()[0]);
    }

    [Fact]
    public void A_detached_tensor_stops_the_gradient()
    {
        var x = Tensor.From([3f], 1).Track();
        Assert.Equal([3f], Gradient.Of((x * x.Detach()).Sum(), x).ToArray());
        Assert.False(x.Detach().IsTracked);
        Assert.False(x.Keep().IsTracked);
    }

    [Fact]
    public void The_same_graph_can_be_walked_again()
    {
        var x = Tensor.From([1f, 2f], 2).Track();
        var loss = x.Exp().Sum();
        Assert.Equal(Gradient.Of(loss, x).ToArray(), Gradient.Of(loss, x).ToArray());
    }

    [Fact]
    public void Graphs_of_several_threads_do_not_disturb_each_other()
    {
        var network = new Network(1, new Dense(20, 30), new Tanh(), new Dense(30, 5));
        var batches = Enumerable.Range(0, 16).Select(i => Values.Normal(i, 7, 20)).ToArray();
        var alone = batches.Select(batch => network.ScoresAndPullback(batch, scores => scores.Softmax()).InputGradient.ToArray()).ToArray();
        var together = new float[batches.Length][];
        Parallel.For(0, batches.Length, i =>
        {
            for (var repeat = 0; repeat < 20; repeat++)
            {
                together[i] = network.ScoresAndPullback(batches[i], scores => scores.Softmax()).InputGradient.ToArray();
            }
        });
        Assert.Equal(alone, together);
    }
}
