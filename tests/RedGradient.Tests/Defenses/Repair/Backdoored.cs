using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Evaluation;
using RedGradient.Networks;

namespace RedGradient.Tests.Defenses.Repair;

/// <summary>Digits and a small convolutional network with a backdoor by data; made once.</summary>
internal static class Backdoored
{
    public static DataSet Train { get; } = SyntheticDigits.Generate(1500, seed: 1);

    public static DataSet Tuning { get; } = SyntheticDigits.Generate(200, seed: 2);

    public static DataSet Validation { get; } = SyntheticDigits.Generate(100, seed: 3);

    public static DataSet Test { get; } = SyntheticDigits.Generate(300, seed: 4);

    public static BadNets Poison { get; } = new() { Trigger = PatternTrigger.Square(5), Goal = BackdoorGoal.AllToOne(7), Rate = 0.2 };

    public static TrainingOptions Training { get; } = new() { Epochs = 10, BatchSize = 32, Optimizer = new Adam { LearningRate = 3e-3f } };

    private static Lazy<Network> Trained { get; } = new(() =>
    {
        var network = Fresh(1);
        Trainer.Train(network, Poison.Poison(Train).Data, Training);
        return network;
    });

    /// <summary>Not to be changed: repairs work on copies.</summary>
    public static Network Network => Trained.Value;

    public static Network Fresh(int seed) => new(
        seed,
        new Conv2D(1, 6, 5, stride: 2),
        new Relu(),
        new Conv2D(6, 12, 5, stride: 2),
        new Relu(),
        new Dense(192, 10));

    public static AttackSuccess Measure(Network network) => AttackSuccess.Measure(network, Test, Poison.Trigger, Poison.Goal);
}
