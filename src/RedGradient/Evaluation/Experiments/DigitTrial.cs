using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What experiments on digits share: the data that a point names, and one convolutional network.</summary>
internal static class DigitTrial
{
    /// <summary>The digits that the first word of a point's key names, up to a comma or semicolon: synthetic ones if it ends with that word, else the set in use.</summary>
    /// <param name="point">The point.</param>
    /// <param name="count">How many training images; of others at most 8,500. 1,500 test images come with them.</param>
    /// <param name="seed">The data seed of synthetic training images; that of the test images is the next one.</param>
    /// <param name="difficulty">How hard synthetic ones are.</param>
    /// <exception cref="InvalidOperationException">Another set is asked for than the one in use.</exception>
    public static (DataSet Train, DataSet Test) Load(ExperimentPoint point, int count = 8500, int seed = 1, DigitDifficulty difficulty = DigitDifficulty.Plain)
    {
        ArgumentNullException.ThrowIfNull(point);
        var name = NameOf(point);
        if (name.EndsWith("synthetic", StringComparison.Ordinal))
        {
            return (SyntheticDigits.Generate(count, seed, difficulty), SyntheticDigits.Generate(1500, seed + 1, difficulty));
        }

        var setting = Environment.GetEnvironmentVariable(DigitSource.Variable);
        if (DigitSource.NameOf(setting) != name)
        {
            throw new InvalidOperationException($"The point \"{point.Key}\" is measured on {name}, but the data set in use is {DigitSource.NameOf(setting)}; set --data or {DigitSource.Variable} to {name} or to its folder.");
        }

        var (train, test, _) = DigitSource.Load(8500, 1500, setting);
        return (train.Take(Math.Min(count, train.Count)), test);
    }

    /// <summary>The first word of a point's key.</summary>
    public static string NameOf(ExperimentPoint point) => point.Key.Split(',', ';')[0];

    /// <summary>The layers of the network of BadNets: two convolutions and two dense layers.</summary>
    /// <param name="hidden">The units before the scores; 512 in the paper, fewer here unless a point says otherwise.</param>
    public static Layer[] Layers(int hidden = 128) =>
    [
        new Conv2D(1, 16, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(16, 32, 5),
        new Relu(),
        new MaxPool2D(2),
        new Dense(512, hidden),
        new Relu(),
        new Dense(hidden, 10),
    ];
}
