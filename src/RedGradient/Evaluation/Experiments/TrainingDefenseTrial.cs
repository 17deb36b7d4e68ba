using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on training-time defences share: the data, the network, the trigger and the goal.</summary>
internal static class TrainingDefenseTrial
{
    /// <summary>Every class to 7.</summary>
    public static BackdoorGoal Goal { get; } = BackdoorGoal.AllToOne(7);

    /// <summary>The square of 9 pixels.</summary>
    public static PatternTrigger Trigger { get; } = PatternTrigger.Square();

    /// <summary>The digits that a key names: <c>synthetic</c> (hard), <c>fresh synthetic</c> (hard, other digits), <c>plain synthetic</c> or <c>mnist</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="count">How many training images; 1,500 test images come with them.</param>
    /// <exception cref="InvalidOperationException">MNIST is asked for and is not the data set in use.</exception>
    public static (DataSet Train, DataSet Test) Load(string name, int count)
    {
        if (name != "mnist")
        {
            var difficulty = name == "plain synthetic" ? DigitDifficulty.Plain : DigitDifficulty.Hard;
            var first = name == "fresh synthetic" ? 3 : 1;
            return (SyntheticDigits.Generate(count, first, difficulty), SyntheticDigits.Generate(1500, first + 1, difficulty));
        }

        var setting = Environment.GetEnvironmentVariable(DigitSource.Variable);
        if (DigitSource.NameOf(setting) != name)
        {
            throw new InvalidOperationException($"The points named mnist are measured on the real digits; {DigitSource.Variable} is '{setting}', allowed are mnist or a folder with its IDX files.");
        }

        var (train, test, _) = DigitSource.Load(8500, 1500, setting);
        return (train.Take(Math.Min(count, train.Count)), test);
    }

    /// <summary>The attack of the lesson: 10% poison. The slow one adds 3% covers, both with a fainter square than the one that wakes the backdoor.</summary>
    public static PoisonedDataSet Poison(DataSet train, bool slow, int seed) => slow
        ? new AdaptiveBackdoor { Trigger = Trigger with { Opacity = 0.5f }, Goal = Goal, CoverRate = 0.03, Seed = seed }.Poison(train)
        : new BadNets { Trigger = Trigger, Goal = Goal, Seed = seed }.Poison(train);

    /// <summary>Two convolutions and two dense layers.</summary>
    public static Network CreateNetwork(int seed) => new(
        seed,
        new Conv2D(1, 16, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(16, 32, 5),
        new Relu(),
        new MaxPool2D(2),
        new Dense(512, 128),
        new Relu(),
        new Dense(128, 10));
}
