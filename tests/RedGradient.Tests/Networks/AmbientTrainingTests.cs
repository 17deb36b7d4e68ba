using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Tests.Networks;

/// <summary>What the whole process shares: these tests run alone.</summary>
[CollectionDefinition(nameof(AmbientTrainingTests), DisableParallelization = true)]
[Collection(nameof(AmbientTrainingTests))]
public class AmbientTrainingTests
{
    [Fact]
    public void The_ambient_token_ends_a_run_that_was_given_none()
    {
        using var ambient = new CancellationTokenSource();
        using var own = new CancellationTokenSource();
        AmbientCancellation.Token = ambient.Token;
        try
        {
            ambient.Cancel();
            Assert.Throws<OperationCanceledException>(() => Train());

            // A token of one's own takes its place.
            Assert.Single(Train(own.Token).Epochs);
        }
        finally
        {
            AmbientCancellation.Token = CancellationToken.None;
        }

        Assert.Single(Train().Epochs);
    }

    [Fact]
    public void Progress_is_told_to_the_ambient_sink()
    {
        List<(string Text, double Share)> told = [];
        AmbientProgress.Sink = (text, share) => told.Add((text, share));
        try
        {
            Train();
        }
        finally
        {
            AmbientProgress.Sink = null;
        }

        Assert.Contains(told, line => line.Text.Contains("epoch 1 of 1", StringComparison.Ordinal) && line.Share == 1.0);
        Assert.All(told, line => Assert.InRange(line.Share, 0.0, 1.0));
    }

    private static TrainingHistory Train(CancellationToken token = default) =>
        Trainer.Train(new Network(1, new Dense(2, 2)), Points.Circle(20, 0.0, seed: 1), new TrainingOptions { Epochs = 1, BatchSize = 5 }, token);
}
