using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>BadNets: a backdoor by data alone. Some training images get the trigger and the label that the attacker wants.</summary>
/// <remarks>
/// Gu, Dolan-Gavitt and Garg 2017 (arXiv 1708.06733), section 4. With a <c>BlendedTrigger</c> this is the attack of Chen et al. 2017 (arXiv
/// 1712.05526). Images are drawn from the classes that the goal attacks, never from the target class. Immutable.
/// </remarks>
public sealed record BadNets
{
    private readonly double rate = 0.1;

    /// <summary>What wakes the backdoor.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Which class it leads to.</summary>
    public required BackdoorGoal Goal { get; init; }

    /// <summary>The poisoning rate ρ, from 0 to 1; 0.1 by default. A rate that comes to no poison is refused when poisoning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>Whether poisons take the place of clean images (the default) or are added to them.</summary>
    public PoisoningDesign Design { get; init; } = PoisoningDesign.Replace;

    /// <summary>Decides which images are poisoned; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">Images <c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <returns>Replace: the same order, some rows changed. Add: the clean images first, then the poisons; an image is used again only when all have been.</returns>
    /// <exception cref="ArgumentException">The rate rounds to no poison, too few images can be poisoned, or the trigger does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The goal names a class that is not there.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        Goal.Check(clean.ClassCount);
        var chosen = Chosen.Rows(clean, row => Goal.Of(clean.Labels[row], clean.ClassCount) is not null, Rate, Design, new SeededRandom(Seed), $"the classes that {Goal} attacks");
        var victims = clean.Select(chosen);
        var poison = victims.WithInputs(Trigger.Apply(victims.Inputs)).WithLabels([.. victims.Labels.Select(label => Goal.Of(label, clean.ClassCount)!.Value)]);
        return Chosen.Put(clean, chosen, poison, Design);
    }
}
