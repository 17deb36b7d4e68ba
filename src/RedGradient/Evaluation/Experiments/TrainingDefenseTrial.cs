using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Lessons;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on training-time defences share: the data, the trigger and the goal.</summary>
internal static class TrainingDefenseTrial
{
    /// <summary>Every class to 7.</summary>
    public static BackdoorGoal Goal { get; } = BackdoorGoal.AllToOne(7);

    /// <summary>The square of 9 pixels.</summary>
    public static PatternTrigger Trigger { get; } = PatternTrigger.Square();

    /// <summary>The digits that a key names: <c>synthetic</c> (hard), <c>fresh synthetic</c> (hard, other digits), <c>plain synthetic</c> or <c>mnist</c>.</summary>
    /// <param name="point">The point.</param>
    /// <exception cref="InvalidOperationException">MNIST is asked for and is not the data set in use.</exception>
    public static (DataSet Train, DataSet Test) Load(ExperimentPoint point)
    {
        var name = DigitTrial.NameOf(point);
        return DigitTrial.Load(point, seed: name == "fresh synthetic" ? 3 : 1, difficulty: name == "plain synthetic" ? DigitDifficulty.Plain : DigitDifficulty.Hard);
    }

    /// <summary>The attack of the lesson: 10% poison. The slow one adds 3% covers, both with a fainter square than the one that wakes the backdoor.</summary>
    public static PoisonedDataSet Poison(DataSet train, bool slow, int seed) => slow
        ? new AdaptiveBackdoor { Trigger = Trigger with { Opacity = 0.5f }, Goal = Goal, CoverRate = 0.03, Seed = seed }.Poison(train)
        : new BadNets { Trigger = Trigger, Goal = Goal, Seed = seed }.Poison(train);
}
