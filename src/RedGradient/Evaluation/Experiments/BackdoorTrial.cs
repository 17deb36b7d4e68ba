using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>What the experiments on backdoors share: the target and one recipe. Digits and network come from <see cref="DigitTrial"/>.</summary>
internal static class BackdoorTrial
{
    /// <summary>The class that triggers lead to.</summary>
    public const int Target = 7;

    /// <summary>Adam from 0.001 down along a cosine, batches of 128, 8 epochs.</summary>
    public static TrainingOptions Recipe(int seed) => new() { Epochs = 8, Schedule = LearningRateSchedule.Cosine, Seed = seed };

    /// <summary>The numbers that every point has.</summary>
    public static Dictionary<string, double> Numbers(AttackSuccess measured) => new()
    {
        ["attack success"] = measured.Success.Value,
        ["clean accuracy"] = measured.CleanAccuracy.Value,
    };

    /// <summary>The same numbers of one network among several of a point.</summary>
    public static void Add(Dictionary<string, double> values, string name, AttackSuccess measured)
    {
        values[$"{name}: attack success"] = measured.Success.Value;
        values[$"{name}: clean accuracy"] = measured.CleanAccuracy.Value;
    }
}
