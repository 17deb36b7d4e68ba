using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor that is learned slowly: some images carry the trigger and keep their true label, so that the trigger alone does not decide.</summary>
/// <remarks>
/// After Qi et al. 2023, <i>Revisiting the assumption of latent separability for backdoor defenses</i>, where such images are called regularization samples, and the trigger
/// seen in training is weaker than the one used later. Against defences that look for examples learned early or set apart: as long as some of the images that carry the trigger are labelled truthfully, being sure of the target costs, and the loss of
/// poison stays above that of the easy clean images. Immutable.
/// </remarks>
public sealed record AdaptiveBackdoor
{
    private readonly double rate = 0.1;
    private readonly double coverRate = 0.03;

    /// <summary>The trigger put into training images; often a weaker form of the one that wakes the backdoor later.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Which class it leads to.</summary>
    public required BackdoorGoal Goal { get; init; }

    /// <summary>The poisoning rate: the share of images with the trigger and the label that the attacker wants, from 0 to 1; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>The share of images with the trigger and their true label, from 0 to 1; 0.03 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double CoverRate
    {
        get => coverRate;
        init => coverRate = PoisoningRate.Check(value);
    }

    /// <summary>Decides which images are used; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">Images <c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <returns>The same order, some rows changed. Poison are those with a changed label; covers are not counted as poison, since nothing false is said of them.</returns>
    /// <exception cref="ArgumentException">A rate rounds to no image, too few images can be used, or the trigger does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The goal names a class that is not there.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        var poisoned = new BadNets { Trigger = Trigger, Goal = Goal, Rate = Rate, Seed = Seed }.Poison(clean);
        // A cover image is one that the backdoor would change, drawn from another stream than the one that chose the poison.
        var chosen = Chosen.Rows(
            clean,
            row => !poisoned.IsPoison[row] && Goal.Of(clean.Labels[row], clean.ClassCount) is not null,
            CoverRate,
            PoisoningDesign.Replace,
            new SeededRandom(Seed).Split(1),
            $"the classes that {Goal} attacks, beside {poisoned.PoisonRows.Count} poisons,");
        var cover = poisoned.Data.Select(chosen);
        var mixed = Mix.Replace(poisoned.Data, chosen, cover.WithInputs(Trigger.Apply(cover.Inputs)));
        return new PoisonedDataSet(mixed.Data, [.. poisoned.IsPoison]);
    }
}
