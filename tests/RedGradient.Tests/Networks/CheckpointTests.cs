using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Networks;

/// <summary>A run that is stopped and goes on gives the bits of one that never was.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly DataSet Images = SyntheticDigits.Generate(70, seed: 1);
    private static readonly DataSet Validation = SyntheticDigits.Generate(20, seed: 2);
    private readonly TemporaryFolder folder = new();

    private string Target => folder["run.rgck"];

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Runs => ["adam", "adamw, cosine", "momentum, early stopping", "rmsprop, clipped", "plain, stepwise"];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_network_stopped_at_ten_random_steps_ends_with_the_same_bits(string kind)
    {
        var (unbroken, expected) = (Make(), Options(kind));
        var course = Trainer.Train(unbroken, Images, expected);
        var random = new SeededRandom(kind.Length);
        var stops = random.Permutation(course.StepLosses.Count - 1).Take(10).Select(step => step + 1).Order().ToList();
        foreach (var stop in stops) Assert.ThrowsAny<OperationCanceledException>(() => Train(kind, stop));
        var (network, history) = Train(kind, null);
        Assert.Equal(Bits(unbroken), Bits(network));
        Assert.Equal(course.StepLosses, history.StepLosses);
        Assert.Equal(course.Epochs, history.Epochs);
        Assert.Equal((course.BestEpoch, course.StoppedEarly), (history.BestEpoch, history.StoppedEarly));

        // And a run that is over is over.
        Assert.Equal(Bits(unbroken), Bits(Train(kind, null).Network));
    }

    [Fact]
    public void A_run_killed_between_two_checkpoints_repeats_the_steps_since()
    {
        var options = Options("adam");
        var unbroken = Make();
        Trainer.Train(unbroken, Images, options);
        var steps = 0;
        foreach (var stop in new[] { 3, 5, 9 })
        {
            // As SIGKILL: nothing is written at the end.
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Make(), Images, options with
            {
                Checkpoint = new Checkpointing(Target) { EverySteps = 2 },
                Objective = (network, batch, pass) => ++steps % stop == 0 ? throw new InvalidOperationException() : Objectives.CrossEntropy(network, batch, pass),
            }));
        }

        var network = Make();
        Trainer.Train(network, Images, options with { Checkpoint = new Checkpointing(Target) });
        Assert.Equal(Bits(unbroken), Bits(network));
    }

    [Fact]
    public void The_network_that_was_stopped_goes_on_and_another_is_refused()
    {
        var options = Options("adam") with { Checkpoint = new Checkpointing(Target) };
        var unbroken = Make();
        Trainer.Train(unbroken, Images, Options("adam"));
        var network = Make();
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Train(network, Images, Stopped(options, 5, out var token), token));
        var bytes = File.ReadAllBytes(Target);
        foreach (var (what, wrong) in new (string, Action)[]
        {
            ("layers", () => Trainer.Train(new Network(1, new Dense(784, 10)), Images, options)),
            ("first weights", () => Trainer.Train(Make(seed: 2), Images, options)),
            ("training data", () => Trainer.Train(Make(), Images.Take(69), options)),
            ("validation data", () => Trainer.Train(Make(), Images, options with { Validation = null })),
            ("options", () => Trainer.Train(Make(), Images, options with { BatchSize = 15 })),
            ("options", () => Trainer.Train(Make(), Images, options with { Optimizer = new Adam { LearningRate = 0.002f } })),
        })
        {
            Assert.Contains($"is the checkpoint of another training run: its {what} differ. It is kept;", Assert.Throws<InvalidDataException>(wrong).Message, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, File.ReadAllBytes(Target));
        Trainer.Train(network, Images, options);
        Assert.Equal(Bits(unbroken), Bits(network));
    }

    [Fact]
    public void A_file_cut_or_altered_anywhere_is_refused_and_kept_and_so_is_a_file_of_something_else()
    {
        var options = Options("plain, stepwise") with { Checkpoint = new Checkpointing(Target), Epochs = 1 };
        var data = Points.Circle(20, 0.0, seed: 1);
        Network Small() => new(1, new Dense(2, 2));
        Trainer.Train(Small(), data, options with { Validation = null });
        var bytes = File.ReadAllBytes(Target);
        void Refused(byte[] content)
        {
            File.WriteAllBytes(Target, content);
            Assert.EndsWith(".", Assert.Throws<InvalidDataException>(() => Trainer.Train(Small(), data, options with { Validation = null })).Message, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllBytes(Target));
        }

        for (var length = 0; length < bytes.Length; length += 7) Refused(bytes[..length]);
        for (var i = 0; i < bytes.Length; i += 5)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 0x20;
            Refused(altered);
            if (i is >= 168 and < 250)
            {
                // The position with a right checksum: whatever it says, no more is read than the run needs.
                byte[] content = [.. altered[..^32]];
                File.WriteAllBytes(Target, [.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
                var error = Record.Exception(() => Trainer.Train(Small(), data, options with { Validation = null }));
                Assert.True(error is null or InvalidDataException, $"{error}");
            }
        }

        Refused([.. bytes, 0]);
        File.WriteAllText(Target, "a reader's notes");
        Assert.Contains("is not a training checkpoint", Assert.Throws<InvalidDataException>(() => Trainer.Train(Small(), data, options)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no folder", Assert.Throws<DirectoryNotFoundException>(() => Trainer.Train(Small(), data, options with { Checkpoint = new Checkpointing(folder["missing/run.rgck"]), Validation = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_source_goes_on_where_its_state_says()
    {
        var random = new SeededRandom(7);
        for (var i = 0; i < 5; i++) random.NextNormal();
        var state = random.State;
        double[] Draw(SeededRandom source) => [.. Enumerable.Range(0, 20).Select(_ => source.NextNormal() + source.NextDouble())];
        var expected = Draw(random);
        var other = new SeededRandom(7) { State = state };
        Assert.Equal(expected, Draw(other));
        Assert.Equal(random.Split(3).NextDouble(), other.Split(3).NextDouble());
    }

    private static Network Make(int seed = 1) => new(
        seed,
        new Conv2D(1, 4, 3, stride: 2),
        new BatchNormalization(4),
        new Relu(),
        new Residual(new Conv2D(4, 4, 3, padding: 1), new BatchNormalization(4)),
        new MaxPool2D(2),
        new Flatten(),
        new Dropout(0.3f),
        new Dense(144, 10));

    private static TrainingOptions Options(string kind)
    {
        var options = new TrainingOptions { Epochs = 4, BatchSize = 16, Validation = Validation };
        return kind switch
        {
            "adam" => options,
            "adamw, cosine" => options with { Optimizer = new AdamW { WeightDecay = 0.01f }, Schedule = LearningRateSchedule.Cosine },
            "momentum, early stopping" => options with { Optimizer = new Sgd { Momentum = 0.9f, Nesterov = true, LearningRate = 0.05f }, Epochs = 12, EarlyStopping = new EarlyStopping { Patience = 1 } },
            "rmsprop, clipped" => options with { Optimizer = new RmsProp(), ClipNorm = 0.5f, Schedule = LearningRateSchedule.Warmup(7) },
            _ => options with { Optimizer = new Sgd(), Schedule = LearningRateSchedule.Stepwise(1, 0.5f) },
        };
    }

    private (Network Network, TrainingHistory History) Train(string kind, int? stopAt)
    {
        var network = Make();
        var options = Stopped(Options(kind) with { Checkpoint = new Checkpointing(Target) { EverySteps = 3 } }, stopAt, out var token);
        return (network, Trainer.Train(network, Images, options, token));
    }

    // Cancels when the run has taken so many steps in all.
    private static TrainingOptions Stopped(TrainingOptions options, int? stopAt, out CancellationToken token)
    {
        var source = new CancellationTokenSource();
        token = source.Token;
        return options with
        {
            Objective = (network, batch, pass) =>
            {
                if (((batch.Epoch - 1) * 5) + batch.Step >= stopAt) source.Cancel();
                return Objectives.CrossEntropy(network, batch, pass);
            },
        };
    }

    private static int[] Bits(Network network) => [.. network.Parameters.Concat(network.Layers.SelectMany(layer => layer.Buffers)).SelectMany(parameter => parameter.Value.ToArray()).Select(BitConverter.SingleToInt32Bits)];
}
