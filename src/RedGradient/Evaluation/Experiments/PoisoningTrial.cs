using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on poisoning share: three networks and one recipe. The digits come from <see cref="DigitTrial"/>.</summary>
internal static class PoisoningTrial
{
    /// <summary>No hidden layer.</summary>
    public static Network Softmax(int seed) => new(seed, new Flatten(), new Dense(784, 10));

    /// <summary>One hidden layer: 784-128-10.</summary>
    public static Network Mlp(int seed) => new(seed, new Flatten(), new Dense(784, 128), new Relu(), new Dense(128, 10));

    /// <summary>Two convolutions.</summary>
    public static Network Cnn(int seed) => new(
        seed,
        new Conv2D(1, 8, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(8, 16, 5),
        new Relu(),
        new MaxPool2D(2),
        new Dense(256, 64),
        new Relu(),
        new Dense(64, 10));

    /// <summary>Trains a network as any user would: the default options, that is 10 epochs of Adam at 0.001 in batches of 128.</summary>
    public static Network Fit(Network network, DataSet data, int seed, CancellationToken cancellationToken = default)
    {
        Trainer.Train(network, data, new TrainingOptions { Seed = seed }, cancellationToken);
        return network;
    }
}
