using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Tests.Networks;

public class EarlyStoppingTests
{
    private static readonly DataSet Data = Points.Circle(120, 0.4, seed: 3);

    [Fact]
    public void The_weights_of_the_best_epoch_come_back() => CheckRestored(new Network(1, new Dense(2, 30), new Tanh(), new Dense(30, 2)));

    // The running mean and variance belong to the best epoch as the weights do.
    [Fact]
    public void So_do_the_running_values_of_batch_normalisation() => CheckRestored(new Network(1, new Dense(2, 30), new BatchNormalization(30), new Tanh(), new Dense(30, 2)));

    [Fact]
    public void Without_restoring_the_last_weights_stay()
    {
        var network = new Network(1, new Dense(2, 30), new Tanh(), new Dense(30, 2));
        float[] last = [];
        Trainer.Train(network, Data.Take(60), Options(new EarlyStopping { Patience = 4, RestoreBest = false }) with { EpochEnded = (_, now) => last = now.Scores(Data.Inputs).ToArray() });
        Assert.Equal(last, network.Scores(Data.Inputs).ToArray());
    }

    [Fact]
    public void An_improvement_must_be_as_large_as_asked_for()
    {
        // No improvement can be that large after the first epoch: the run ends after 1 + 3 epochs.
        var history = Trainer.Train(new Network(1, new Dense(2, 2)), Data.Take(60), Options(new EarlyStopping { MinimumImprovement = 1e6f }));
        Assert.Equal((1, 4, true), (history.BestEpoch, history.Epochs.Count, history.StoppedEarly));
    }

    [Fact]
    public void A_run_that_keeps_improving_goes_to_its_end()
    {
        var history = Trainer.Train(new Network(1, new Dense(2, 2)), Points.TwoGaussians(100, 0.0, seed: 1), new TrainingOptions
        {
            Epochs = 8,
            BatchSize = 10,
            Validation = Points.TwoGaussians(100, 0.0, seed: 1),
            EarlyStopping = new EarlyStopping(),
        });
        Assert.Equal((8, 8, false), (history.BestEpoch, history.Epochs.Count, history.StoppedEarly));
    }

    private static TrainingOptions Options(EarlyStopping rule) => new()
    {
        Epochs = 100,
        BatchSize = 10,
        Optimizer = new Adam { LearningRate = 0.1f },
        Validation = Data.Skip(60),
        EarlyStopping = rule,
    };

    private static void CheckRestored(Network network)
    {
        List<float[]> scores = [];
        var history = Trainer.Train(network, Data.Take(60), Options(new EarlyStopping { Patience = 4 }) with { EpochEnded = (_, now) => scores.Add(now.Scores(Data.Inputs).ToArray()) });
        Assert.True(history.StoppedEarly);
        Assert.Equal(history.BestEpoch + 4, history.Epochs.Count);
        Assert.Equal(history.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, history.BestEpoch);
        Assert.Equal(scores[history.BestEpoch - 1], network.Scores(Data.Inputs).ToArray());
    }
}
