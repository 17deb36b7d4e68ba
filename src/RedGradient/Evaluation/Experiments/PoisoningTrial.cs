using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on poisoning share: 8,500 training and 1,500 test digits, three networks, one recipe.</summary>
internal static class PoisoningTrial
{
    /// <summary>The data set that the first word of a point's key names.</summary>
    /// <param name="point">Its key begins with <c>synthetic</c> or <c>mnist</c>.</param>
    /// <exception cref="InvalidOperationException">MNIST is asked for and is not the data set in use.</exception>
    public static (DataSet Train, DataSet Test) Load(ExperimentPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var name = point.Key.Split(", ")[0];
        var setting = name == "synthetic" ? null : Environment.GetEnvironmentVariable(DigitSource.Variable);
        if (DigitSource.NameOf(setting) != name)
        {
            throw new InvalidOperationException($"The point \"{point.Key}\" is measured on {name}, but the data set in use is {DigitSource.NameOf(setting)}; set --data or {DigitSource.Variable} to {name} or to its folder.");
        }

        var (train, test, _) = DigitSource.Load(8500, 1500, setting);
        return (train, test);
    }

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

    /// <summary>Another network with the same weights.</summary>
    public static Network Copy(Network network)
    {
        var copy = Mlp(0);
        for (var i = 0; i < copy.Parameters.Count; i++)
        {
            copy.Parameters[i].Set(network.Parameters[i].Value);
        }

        return copy;
    }
}
