using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses;

public class IsolationTests
{
    private static readonly Network Model = Victim.Network;
    private static readonly TrainingBatch Batch = new(Victim.Images, Victim.Labels, [.. Enumerable.Range(0, 40)], 1, 1);
    private static readonly float[] PerExample = Losses.CrossEntropyPerExample(Model.Scores(Victim.Images), Victim.Labels).ToArray();

    private static float[] GradientOf(TrainingObjective objective) =>
        Gradient.Of(objective(Model, Batch, ForwardPass.Training(new SeededRandom(1))), Model.Parameters[0].Tracked).ToArray();

    // The gradient of one example's loss alone.
    private static float[] GradientOf(int example) =>
        Gradient.Of(Losses.CrossEntropy(Model.Forward(Victim.Images.Rows(example, 1)), [Victim.Labels[example]]), Model.Parameters[0].Tracked).ToArray();

    [Fact]
    public void Local_gradient_ascent_weighs_each_example_by_its_own_sign()
    {
        var gamma = PerExample.Order().ElementAt(20);
        var value = Isolation.LocalGradientAscent(gamma)(Model, Batch, ForwardPass.Training(new SeededRandom(1))).ToScalar();
        Assert.Equal(PerExample.Average(loss => loss < gamma ? -(double)loss : loss), value, 1e-5);

        var expected = new double[Model.Parameters[0].Shape.Size];
        for (var i = 0; i < 40; i++)
        {
            var own = GradientOf(i);
            for (var k = 0; k < expected.Length; k++)
            {
                expected[k] += (PerExample[i] < gamma ? -1 : 1) * own[k] / 40.0;
            }
        }

        Assert.All(GradientOf(Isolation.LocalGradientAscent(gamma)).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void The_sign_of_the_batch_mean_is_another_objective_and_has_the_gradient_of_flooding()
    {
        // A level between the examples, below the mean for the first case and above it for the second.
        var mean = PerExample.Average();
        foreach (var level in new[] { mean * 0.5f, mean * 1.5f })
        {
            Assert.Contains(PerExample, loss => loss < level);
            Assert.Contains(PerExample, loss => loss > level);
            var program = GradientOf((network, batch, pass) =>
            {
                var loss = Objectives.CrossEntropy(network, batch, pass);
                return (loss.ToScalar() < level ? -1f : 1f) * loss;
            });
            Assert.All(GradientOf(Isolation.Flooding(level)).Zip(program), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
            Assert.Equal(program, GradientOf(Isolation.BatchMeanAscent(level)));
            var formula = GradientOf(Isolation.LocalGradientAscent(level));
            Assert.True(Cosine(program, formula) < 0.9, $"cosine {Cosine(program, formula)}");
        }
    }

    [Fact]
    public void Flooding_turns_the_mean_loss_around_at_its_level()
    {
        var mean = PerExample.Average();
        float Value(float level) => Isolation.Flooding(level)(Model, Batch, ForwardPass.Training(new SeededRandom(1))).ToScalar();
        Assert.Equal(mean, Value(mean / 2), 1e-5);
        Assert.Equal(3 * mean, Value(2 * mean), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => Isolation.Flooding(0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Isolation.LocalGradientAscent(float.PositiveInfinity));
    }

    [Fact]
    public void The_lowest_scores_are_isolated_in_their_order()
    {
        double[] scores = [3, 1, 2, 1, double.NegativeInfinity];
        Assert.Equal([4, 1], Isolation.Lowest(scores, 0.4));
        Assert.Equal([4, 1, 3, 2, 0], Isolation.Lowest(scores, 1));
        // Never nothing.
        Assert.Equal([4], Isolation.Lowest(scores, 0.01));
        foreach (var rate in new[] { 0.0, -0.1, 1.1, double.NaN })
        {
            Assert.Contains("above 0 and at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => Isolation.Lowest(scores, rate)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("1 of them NaN", Assert.Throws<ArgumentException>(() => Isolation.Lowest([1, double.NaN], 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Isolation.Lowest([], 0.5));
    }

    [Fact]
    public void Watching_a_run_records_the_losses_of_that_moment_and_changes_nothing()
    {
        var data = Victim.Data.Take(100);
        Network Fresh() => new(3, new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10));
        var options = new TrainingOptions { Epochs = 3, BatchSize = 16 };
        var plain = Fresh();
        Trainer.Train(plain, data, options);

        var record = new LossRecord(data);
        var ended = new List<float[]>();
        var watched = Fresh();
        Trainer.Train(watched, data, record.Watch(options with { EpochEnded = (_, network) => ended.Add(Losses.CrossEntropyPerExample(network.Scores(data.Inputs), data.Labels).ToArray()) }, looksPerEpoch: 2));
        Assert.Equal(plain.Parameters.SelectMany(parameter => parameter.Value.ToArray()), watched.Parameters.SelectMany(parameter => parameter.Value.ToArray()));

        // Seven steps an epoch: the first look at the end of the fourth.
        Assert.Equal(6, record.Count);
        Assert.Equal([4 / 7.0, 1, 11 / 7.0, 2, 18 / 7.0, 3], record.Epochs.Select(epoch => Math.Round(epoch, 9)), (x, y) => Math.Abs(x - y) < 1e-8);
        Assert.Equal(ended, record.Losses.Where((_, i) => i % 2 == 1).Select(look => look.ToArray()));

        // The look inside an epoch is that of a run that ends there.
        var four = Fresh();
        var count = 0;
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(four, data, options with { Objective = (network, batch, pass) => count++ == 4 ? throw new OperationCanceledException() : Objectives.CrossEntropy(network, batch, pass) }));
        Assert.Equal(Losses.CrossEntropyPerExample(four.Scores(data.Inputs), data.Labels).ToArray(), record.Losses[0]);

        Assert.Equal(record.Losses[2].Take(10).Average(), record.MeanOf([.. Enumerable.Range(0, 10)])[2], 1e-6);
        var scores = record.Score(2);
        Assert.Equal(Math.Log(Math.Sqrt((record.Losses[4][7] + 1e-7) * (record.Losses[5][7] + 1e-7))), scores[7], 1e-6);
    }

    [Fact]
    public void A_record_refuses_what_it_cannot_do()
    {
        var record = new LossRecord(Victim.Test);
        record.Look(Model, 1);
        Assert.Contains("at least 1; 0.5", Assert.Throws<ArgumentOutOfRangeException>(() => record.Look(Model, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => record.Look(Model, double.NaN));
        Assert.Contains("1 to 1 of them; 2", Assert.Throws<ArgumentOutOfRangeException>(() => record.Score(2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => record.Score(0));
        Assert.Contains("0 to 39", Assert.Throws<ArgumentException>(() => record.MeanOf([40])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => record.MeanOf([]));
        Assert.Contains("2 steps", Assert.Throws<ArgumentOutOfRangeException>(() => record.Watch(new TrainingOptions { BatchSize = 20 }, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => record.Watch(new TrainingOptions(), 0));
        Assert.Throws<ArgumentException>(() => new LossRecord(Victim.Test.Take(0)));
        Assert.Throws<ArgumentException>(() => new LossRecord(null!));
    }

    [Fact]
    public void Unlikelihood_is_the_logarithm_of_what_is_left_for_the_other_classes()
    {
        var suspects = Victim.Test.Take(10);
        var value = Unlearning.Unlikelihood(suspects)(Model, Batch, ForwardPass.Training(new SeededRandom(1))).ToScalar();
        var probabilities = Model.Probabilities(suspects.Inputs);
        var kept = PerExample.Average();
        var expected = Enumerable.Range(0, 10).Average(i => -Math.Log(1.0 - probabilities[i, suspects.Labels[i]]));
        Assert.Equal(kept + expected, value, 1e-3);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(4f)]
    [InlineData(40f)]
    public void The_slope_of_unlikelihood_is_the_probability_also_where_the_network_is_sure(float lead)
    {
        // A network whose scores are its weights: one input of 1, label 0 ahead by the lead.
        var network = new Network(1, new Dense(1, 3));
        network.Parameters[0].Set(Tensor.From([lead, 0f, 0f], network.Parameters[0].Shape.ToArray()));
        network.Parameters[1].Set(Tensor.Zeros(network.Parameters[1].Shape));
        var one = new DataSet("one", Tensor.Ones(1, 1), [0], 3);
        var batch = new TrainingBatch(one.Inputs, one.Labels, [0], 1, 1);
        float[] Slope(TrainingObjective objective) => Gradient.Of(objective(network, batch, ForwardPass.Training(new SeededRandom(1))), network.Parameters[0].Tracked).ToArray();
        var p = 1.0 / (1.0 + (2.0 * Math.Exp(-lead)));

        // The batch's own cross-entropy has the slope p − 1.
        Assert.Equal(p + (p - 1), Slope(Unlearning.Unlikelihood(one))[0], 1e-4);
        // The ascent's slope is 1 − p, which here cancels that of the batch; with its loss above the bound it is gone.
        Assert.Equal(0.0, Slope(Unlearning.Ascent(one, float.PositiveInfinity))[0], 1e-6);
        Assert.Equal(p - 1, Slope(Unlearning.Ascent(one, 1e-20f))[0] - (p > 0.9999999 ? 1 - p : 0), 1e-4);
    }

    [Fact]
    public void Unlearning_needs_suspects_and_a_bound()
    {
        Assert.Contains("at least one suspect", Assert.Throws<ArgumentException>(() => Unlearning.Unlikelihood(Victim.Test.Take(0))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Unlearning.Ascent(Victim.Test.Take(0)));
        Assert.Contains("above 0; 0 was given", Assert.Throws<ArgumentOutOfRangeException>(() => Unlearning.Ascent(Victim.Test, 0f)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Unlearning.Ascent(Victim.Test, float.NaN));
    }

    private static double Cosine(float[] x, float[] y)
    {
        double Dot(float[] a, float[] b) => a.Zip(b, (p, q) => (double)p * q).Sum();
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }
}
