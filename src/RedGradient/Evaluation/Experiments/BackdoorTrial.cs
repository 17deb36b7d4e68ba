using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on backdoors share: 8,500 training and 1,500 test digits, one network, one recipe.</summary>
internal static class BackdoorTrial
{
    /// <summary>The class that triggers lead to.</summary>
    public const int Target = 7;

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

    /// <summary>The layers of the network of BadNets, a little narrower: two convolutions and two dense layers.</summary>
    public static Layer[] Layers() =>
    [
        new Conv2D(1, 16, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(16, 32, 5),
        new Relu(),
        new MaxPool2D(2),
        new Dense(512, 128),
        new Relu(),
        new Dense(128, 10),
    ];

    /// <summary>Adam from 0.001 down along a cosine, batches of 128, 8 epochs.</summary>
    public static TrainingOptions Recipe(int seed) => new() { Epochs = 8, Schedule = LearningRateSchedule.Cosine, Seed = seed };

    /// <summary>The numbers that every point has.</summary>
    public static Dictionary<string, double> Numbers(AttackSuccess measured) => new()
    {
        ["attack success"] = measured.Success.Value,
        ["clean accuracy"] = measured.CleanAccuracy.Value,
    };
}
