using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Networks;

public class TrainerTests
{
    [Fact]
    public void A_small_network_learns_the_doughnut()
    {
        var data = Points.Circle(500, 0.0, seed: 1);
        var scaled = data.WithInputs(data.Inputs / 6f);
        var network = new Network(1, new Dense(2, 8), new Tanh(), new Dense(8, 8), new Tanh(), new Dense(8, 2));
        var history = Trainer.Train(network, scaled.Take(400), new TrainingOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam { LearningRate = 0.01f } });
        Assert.InRange(network.Accuracy(scaled.Skip(400).Inputs, scaled.Skip(400).Labels), 0.95f, 1f);
        Assert.True(history.Epochs[^1].Loss < 0.3 * history.Epochs[0].Loss);
    }

    [Fact]
    public void Squared_error_trains_too()
    {
        var data = Points.TwoGaussians(200, 0.0, seed: 1);
        var network = new Network(1, new Dense(2, 2));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 20, BatchSize = 20, Objective = Objectives.MeanSquaredError, Optimizer = new Sgd { LearningRate = 0.01f } });
        Assert.InRange(network.Accuracy(data.Inputs, data.Labels), 0.97f, 1f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Weights(seed: 1), Weights(seed: 1));
        Assert.NotEqual(Weights(seed: 1), Weights(seed: 2));
        Assert.Equal(Weights(seed: 1), Weights(seed: 1, validation: Points.Circle(30, 0.0, seed: 9)));

        static float[] Weights(int seed, DataSet? validation = null)
        {
            var network = Make();
            Trainer.Train(network, Points.Circle(55, 0.1, seed: 1), new TrainingOptions { Epochs = 3, BatchSize = 10, Seed = seed, Validation = validation });
            return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    [Fact]
    public void Every_example_comes_once_an_epoch_and_the_last_batch_takes_what_is_left()
    {
        var data = Points.Circle(25, 0.0, seed: 1);
        List<TrainingBatch> batches = [];
        var history = Trainer.Train(Make(), data, new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 10,
            Objective = (network, batch, pass) =>
            {
                batches.Add(batch with { Inputs = batch.Inputs.Keep() });
                return (network.Forward(batch.Inputs, pass).Sum() * 0f) + batch.Labels.Length;
            },
        });
        Assert.Equal([10, 10, 5, 10, 10, 5], batches.Select(batch => batch.Labels.Length));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], batches.Select(batch => (batch.Epoch, batch.Step)));
        foreach (var epoch in batches.GroupBy(batch => batch.Epoch))
        {
            Assert.Equal(Enumerable.Range(0, 25), epoch.SelectMany(batch => batch.Rows).Order());
        }

        Assert.NotEqual(batches[0].Rows, batches[3].Rows);
        foreach (var batch in batches)
        {
            Assert.Equal(batch.Rows.Select(row => data.Labels[row]), batch.Labels);
            Assert.Equal(data.Inputs.Rows(batch.Rows).ToArray(), batch.Inputs.ToArray());
        }

        // The mean over examples, not over batches: (10·10 + 10·10 + 5·5)/25.
        Assert.Equal(9.0, history.Epochs[0].Loss, 1e-6);
        Assert.Equal([10f, 10f, 5f, 10f, 10f, 5f], history.StepLosses);
    }

    [Fact]
    public void The_history_tells_every_epoch_and_the_call_at_its_end_sees_the_network_then()
    {
        var data = Points.Circle(60, 0.1, seed: 1);
        List<(EpochReport Report, double Accuracy)> seen = [];
        var history = Trainer.Train(Make(), data.Take(40), new TrainingOptions
        {
            Epochs = 4,
            BatchSize = 16,
            Validation = data.Skip(40),
            EpochEnded = (report, network) => seen.Add((report, network.Accuracy(data.Skip(40).Inputs, data.Skip(40).Labels))),
        });
        Assert.Equal([1, 2, 3, 4], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(history.Epochs, seen.Select(pair => pair.Report));
        Assert.All(seen, pair => Assert.Equal(pair.Accuracy, pair.Report.ValidationAccuracy!.Value, 1e-6));
        Assert.All(history.Epochs, epoch => Assert.True(epoch.GradientNorm > 0.0 && epoch.ValidationLoss > 0.0));
        Assert.Equal(12, history.StepLosses.Count);
        Assert.Equal(history.Epochs.Select(epoch => epoch.Loss), history.Losses());
        Assert.Equal(4, history.ValidationAccuracies().Length);
        Assert.Equal((4, false), (history.BestEpoch, history.StoppedEarly));
        Assert.Null(Trainer.Train(Make(), data, new TrainingOptions { Epochs = 1 }).Epochs[0].ValidationLoss);
    }

    [Fact]
    public void No_epochs_change_nothing()
    {
        var network = Make();
        var before = network.Parameters[0].Value.ToArray();
        var history = Trainer.Train(network, Points.Circle(10, 0.0, seed: 1), new TrainingOptions { Epochs = 0 });
        Assert.Empty(history.Epochs);
        Assert.Equal(0, history.BestEpoch);
        Assert.Equal(before, network.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Options_and_data_that_cannot_work_are_refused_with_a_sentence()
    {
        var empty = new DataSet("empty", Tensor.Zeros(0, 2), [], 2);
        Assert.Contains("at least one example", Assert.Throws<ArgumentException>(() => Trainer.Train(Make(), empty)).Message, StringComparison.Ordinal);
        var data = Points.Circle(10, 0.0, seed: 1);
        Assert.Contains("validation set", Assert.Throws<ArgumentException>(() => Trainer.Train(Make(), data, new TrainingOptions { EarlyStopping = new EarlyStopping() })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Trainer.Train(Make(), data, new TrainingOptions { EarlyStopping = new EarlyStopping(), Validation = empty }));
        foreach (var make in new Func<object>[]
        {
            () => new TrainingOptions { Epochs = -1 }, () => new TrainingOptions { BatchSize = 0 }, () => new TrainingOptions { ClipNorm = 0f }, () => new TrainingOptions { ClipNorm = float.NaN },
            () => new EarlyStopping { Patience = 0 }, () => new EarlyStopping { MinimumImprovement = -1f },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(make);
        }
    }

    [Fact]
    public void Clipping_shortens_the_step_and_reports_the_norm_before()
    {
        var data = Points.Circle(10, 0.0, seed: 1);
        double Moved(float? clip, out double norm)
        {
            var network = Make();
            Tensor[] before = [.. network.Parameters.Select(parameter => parameter.Value.Keep())];
            var history = Trainer.Train(network, data, new TrainingOptions { Epochs = 1, BatchSize = 10, ClipNorm = clip, Optimizer = new Sgd { LearningRate = 1f } });
            norm = history.Epochs[0].GradientNorm;
            return Math.Sqrt(network.Parameters.Select((parameter, i) => (parameter.Value - before[i]).Square().Sum().ToScalar()).Sum());
        }

        var free = Moved(null, out var norm);
        Assert.Equal(norm, free, 1e-4 * norm);
        Assert.Equal(0.01, Moved(0.01f, out var clippedNorm), 1e-5);
        Assert.Equal(norm, clippedNorm);
        Assert.Equal(free, Moved(1e6f, out _));
    }

    [Fact]
    public void The_schedule_scales_each_step()
    {
        // The gradient of the sum of a bias is 1, so that each step moves it by the rate of the step.
        var network = new Network(1, new Dense(2, 1));
        Trainer.Train(network, Points.Circle(40, 0.0, seed: 1), new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 10,
            Optimizer = new Sgd { LearningRate = 1f },
            Schedule = LearningRateSchedule.Stepwise(1, 0.5f),
            Objective = (trained, batch, pass) => pass.Use(trained.Parameters[1]).Sum(),
        });
        Assert.Equal(-6f, network.Parameters[1].Value.ToScalar(), 1e-6f);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_loss_that_is_not_finite_names_epoch_and_step_and_leaves_the_weights_of_the_last_step(float bad, string name)
    {
        var network = Make();
        float[]? last = null;
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(network, Points.Circle(50, 0.0, seed: 1), new TrainingOptions
        {
            Epochs = 5,
            BatchSize = 10,
            Objective = (trained, batch, pass) =>
            {
                last = trained.Parameters[0].Value.ToArray();
                var loss = Objectives.CrossEntropy(trained, batch, pass);
                return batch is { Epoch: 2, Step: 3 } ? loss * bad : loss;
            },
        }));
        Assert.Equal((2, 3), (error.Epoch, error.Step));
        Assert.Contains("epoch 2, step 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(last, network.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_an_error_too()
    {
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(Make(), Points.Circle(50, 0.0, seed: 1), new TrainingOptions
        {
            // √0 is finite, its derivative is not.
            Objective = (network, batch, pass) => (pass.Use(network.Parameters[0]) * 0f).Sqrt().Sum(),
        }));
        Assert.Contains("gradient", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (error.Epoch, error.Step));
    }

    [Fact]
    public void A_rate_that_is_too_large_ends_in_the_error()
    {
        var network = new Network(1, new Dense(2, 30), new Relu(), new Dense(30, 2));
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(network, Points.Circle(100, 0.0, seed: 1), new TrainingOptions
        {
            Epochs = 100,
            Objective = Objectives.MeanSquaredError,
            Optimizer = new Sgd { LearningRate = 10f },
        }));
        Assert.InRange(error.Epoch, 1, 100);
    }

    [Fact]
    public void A_cancelled_token_ends_the_run_between_two_steps()
    {
        using var source = new CancellationTokenSource();
        var network = Make();
        var steps = 0;
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(
            network,
            Points.Circle(100, 0.0, seed: 1),
            new TrainingOptions
            {
                BatchSize = 10,
                Objective = (trained, batch, pass) =>
                {
                    if (++steps == 7)
                    {
                        source.Cancel();
                    }

                    return Objectives.CrossEntropy(trained, batch, pass);
                },
            },
            source.Token));
        Assert.Equal(7, steps);

        // The step in which it was cancelled was finished: the weights are those after seven steps.
        var same = Make();
        steps = 0;
        Assert.Throws<TimeZoneNotFoundException>(() => Trainer.Train(same, Points.Circle(100, 0.0, seed: 1), new TrainingOptions
        {
            BatchSize = 10,
            Objective = (trained, batch, pass) => ++steps == 8 ? throw new TimeZoneNotFoundException() : Objectives.CrossEntropy(trained, batch, pass),
        }));
        Assert.Equal(same.Parameters[0].Value.ToArray(), network.Parameters[0].Value.ToArray());
    }

    private static Network Make() => new(1, new Dense(2, 8), new Tanh(), new Dropout(0.1f), new Dense(8, 2));
}
