using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Defenses.Repair;

public class UnitsTests
{
    [Fact]
    public void A_cut_channel_answers_0_and_the_others_as_before()
    {
        var network = new Network(1, new Conv2D(2, 5, 3), new Relu());
        network.Parameters[1].Set(Tensor.From([1f, 2f, 3f, 4f, 5f], 5));
        var x = Sample.Normal(1, 3, 2, 6, 6);
        var before = network.Scores(x);
        Units.Cut(network, 0, 1, 4);
        var after = network.Scores(x);
        for (var n = 0; n < 3; n++)
        {
            for (var channel = 0; channel < 5; channel++)
            {
                for (var place = 0; place < 16; place++)
                {
                    var expected = channel is 1 or 4 ? 0f : before[n, channel, place / 4, place % 4];
                    Assert.Equal(expected, after[n, channel, place / 4, place % 4]);
                }
            }
        }

        Assert.Equal([1, 4], Units.CutIn(network, 0));
    }

    [Fact]
    public void A_cut_unit_of_a_dense_layer_answers_0_and_the_others_as_before()
    {
        var network = new Network(1, new Dense(4, 3), new Tanh());
        network.Parameters[1].Set(Tensor.From([1f, 2f, 3f], 3));
        var x = Sample.Normal(1, 5, 4);
        var before = network.Scores(x);
        Units.Cut(network, 0, 2);
        var after = network.Scores(x);
        for (var n = 0; n < 5; n++)
        {
            Assert.Equal([before[n, 0], before[n, 1], 0f], [after[n, 0], after[n, 1], after[n, 2]]);
        }
    }

    [Fact]
    public void Batch_normalisation_cannot_bring_a_cut_unit_back()
    {
        var network = new Network(1, new Dense(4, 3), new BatchNormalization(3), new Relu(), new Dense(3, 2));
        network.Parameters[3].Set(Tensor.Ones(3));
        var data = new DataSet("random", Sample.Normal(1, 40, 4), [.. Enumerable.Range(0, 40).Select(i => i % 2)], 2);
        Units.Cut(network, 0, 1);
        Trainer.Train(network, data, new TrainingOptions { Epochs = 3, BatchSize = 10 });
        var answers = network.Activations(data.Inputs, ForwardPass.Inference)[2];
        Assert.All(Enumerable.Range(0, 40), n => Assert.Equal(0f, answers[n, 1]));
        Assert.Contains(Enumerable.Range(0, 40), n => answers[n, 0] != 0f);
    }

    [Fact]
    public void Cuts_add_up_and_are_undone_together()
    {
        var network = new Network(1, new Dense(4, 3), new BatchNormalization(3));
        Units.Cut(network, 0, 1);
        Units.Cut(network, 0, 1, 0);
        Assert.Equal([0, 1], Units.CutIn(network, 0));
        Units.Restore(network, 0);
        Assert.Equal([], Units.CutIn(network, 0));
        Assert.All(network.Parameters, parameter => Assert.Null(parameter.Mask));
    }

    [Fact]
    public void The_last_convolution_is_cut_or_else_the_last_hidden_layer()
    {
        Assert.Equal(2, Units.DefaultLayer(Backdoored.Fresh(1)));
        Assert.Equal(2, Units.DefaultLayer(new Network(1, new Dense(4, 3), new Relu(), new Dense(3, 3), new Relu(), new Dense(3, 2))));
        var none = Assert.Throws<ArgumentException>(() => Units.DefaultLayer(new Network(1, new Dense(4, 3))));
        Assert.Contains("no units to cut", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_and_units_that_are_not_there_are_refused()
    {
        var network = Backdoored.Fresh(1);
        Assert.Contains("layer 0, 2, 4; layer 1 was given", Assert.Throws<ArgumentException>(() => Units.Count(network, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Units.Count(network, -1));
        Assert.Throws<ArgumentException>(() => Units.Restore(network, 5));
        Assert.Contains("0 to 11; unit 12", Assert.Throws<ArgumentException>(() => Units.Cut(network, 2, 3, 12)).Message, StringComparison.Ordinal);
        Assert.Equal([], Units.CutIn(network, 2));
    }
}
