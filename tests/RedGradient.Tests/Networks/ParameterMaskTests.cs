using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

public class ParameterMaskTests
{
    public static TheoryData<Optimizer> Optimizers =>
    [
        new Sgd { LearningRate = 0.1f, WeightDecay = 0.01f },
        new Sgd { LearningRate = 0.1f, Momentum = 0.9f, Nesterov = true },
        new Adam { WeightDecay = 0.1f },
        new AdamW { WeightDecay = 0.1f },
        new RmsProp(),
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Masked_weights_stay_0_through_training_and_the_others_move(Optimizer optimizer)
    {
        var network = new Network(1, new Dense(6, 5), new Relu(), new Dense(5, 3));
        var parameter = network.Parameters[0];
        var mask = Tensor.From([.. Enumerable.Range(0, 30).Select(i => i % 4 == 1 ? 0f : 1f)], 6, 5);
        parameter.SetMask(mask);
        var before = parameter.Value.ToArray();
        Assert.All(before.Where((_, i) => i % 4 == 1), value => Assert.Equal(0f, value));
        var data = new DataSet("random", Sample.Normal(2, 40, 6), [.. Enumerable.Range(0, 40).Select(i => i % 3)], 3);
        Trainer.Train(network, data, new TrainingOptions { Epochs = 3, BatchSize = 8, Optimizer = optimizer });
        var after = parameter.Value.ToArray();
        for (var i = 0; i < 30; i++)
        {
            if (i % 4 == 1)
            {
                Assert.Equal(0f, after[i]);
            }
            else
            {
                Assert.NotEqual(before[i], after[i]);
            }
        }
    }

    [Fact]
    public void Training_with_masked_outgoing_weights_is_training_without_that_unit()
    {
        // A unit whose incoming and outgoing weights are held at 0 is as good as not there: the same bits as a network one unit smaller.
        Network smaller = new(1, new Dense(4, 2), new Relu(), new Dense(2, 3)), masked = new(1, new Dense(4, 3), new Relu(), new Dense(3, 3));
        masked.Parameters[0].Set(Widen(smaller.Parameters[0].Value));
        masked.Parameters[0].SetMask(Widen(Tensor.Ones(4, 2)));
        masked.Parameters[1].Set(Widen(smaller.Parameters[1].Value.Reshape(1, 2)).Reshape(3));
        masked.Parameters[1].SetMask(Tensor.From([1f, 1f, 0f], 3));
        masked.Parameters[2].Set(Tensor.Concatenate(smaller.Parameters[2].Value, Tensor.Ones(1, 3)));
        var data = new DataSet("random", Sample.Normal(2, 30, 4), [.. Enumerable.Range(0, 30).Select(i => i % 3)], 3);
        var options = new TrainingOptions { Epochs = 4, BatchSize = 10, Optimizer = new Sgd { LearningRate = 0.1f, Momentum = 0.9f } };
        Trainer.Train(smaller, data, options);
        Trainer.Train(masked, data, options);
        Assert.Equal(smaller.Scores(data.Inputs).ToArray(), masked.Scores(data.Inputs).ToArray());
    }

    [Fact]
    public void Setting_keeps_what_is_masked_and_no_mask_frees_it()
    {
        var parameter = new Network(1, new Dense(2, 2)).Parameters[0];
        parameter.SetMask(Tensor.From([1f, 0f, 0f, 1f], 2, 2));
        parameter.Set(Tensor.From([5f, float.NaN, float.PositiveInfinity, 6f], 2, 2));
        Assert.Equal([5f, 0f, 0f, 6f], parameter.Value.ToArray());
        parameter.SetMask(null);
        Assert.Null(parameter.Mask);
        Assert.Equal([5f, 0f, 0f, 6f], parameter.Value.ToArray());
        parameter.Set(Tensor.Ones(2, 2));
        Assert.Equal([1f, 1f, 1f, 1f], parameter.Value.ToArray());
    }

    [Fact]
    public void A_mask_is_copied()
    {
        var parameter = new Network(1, new Dense(1, 2)).Parameters[0];
        float[] values = [1f, 0f];
        parameter.SetMask(new Tensor(values, new Shape(1, 2)));
        values[0] = 0f;
        Assert.Equal([1f, 0f], parameter.Mask!.ToArray());
    }

    [Fact]
    public void Masks_of_another_shape_or_with_other_numbers_are_refused()
    {
        var parameter = new Network(1, new Dense(2, 2)).Parameters[0];
        Assert.Contains("[2, 2]; a mask of shape [4]", Assert.Throws<ArgumentException>(() => parameter.SetMask(Tensor.Ones(4))).Message, StringComparison.Ordinal);
        Assert.Contains("holds 0.5", Assert.Throws<ArgumentException>(() => parameter.SetMask(Tensor.Full(0.5f, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("holds NaN", Assert.Throws<ArgumentException>(() => parameter.SetMask(Tensor.Full(float.NaN, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Null(parameter.Mask);
    }

    // A third column of zeros.
    private static Tensor Widen(Tensor matrix)
    {
        var rows = matrix.Shape[0];
        var result = new float[rows * 3];
        for (var row = 0; row < rows; row++)
        {
            result[row * 3] = matrix[row, 0];
            result[(row * 3) + 1] = matrix[row, 1];
        }

        return Tensor.From(result, rows, 3);
    }
}
