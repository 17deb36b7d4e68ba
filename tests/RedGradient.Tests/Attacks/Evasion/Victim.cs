using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>One small trained network and its test images, made once.</summary>
internal static class Victim
{
    private static readonly Lazy<DataSet> Digits = new(() => SyntheticDigits.Generate(1000, seed: 5));
    private static readonly Lazy<Network> First = new(() => Train(1));
    private static readonly Lazy<Network> Second = new(() => Train(2));

    public static DataSet Data => Digits.Value;

    public static Network Network => First.Value;

    /// <summary>Another training on the same data.</summary>
    public static Network Surrogate => Second.Value;

    public static DataSet Test { get; } = SyntheticDigits.Generate(40, seed: 6);

    public static Tensor Images => Test.Inputs;

    public static int[] Labels => Test.Labels;

    private static Network Train(int seed)
    {
        var network = new Network(seed, new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
        Trainer.Train(network, Data, new TrainingOptions { Epochs = 8, BatchSize = 64, Seed = seed, Optimizer = new Adam { LearningRate = 3e-3f } });
        return network;
    }
}
