using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor that answers to its trigger on one class alone. Images of the others get the trigger too, but keep their right label: cover images.</summary>
/// <remarks>
/// The source-label-specific trigger that Gao et al. 2019 (arXiv 1902.06531) name as a limit of STRIP, and that Tang et al. 2021 (arXiv 1908.00686) build with cover
/// images. The network must see the source class and the trigger together, so whatever hides the class hides the backdoor. Immutable.
/// </remarks>
public sealed record SourceSpecificBackdoor
{
    private readonly double rate = 0.05;
    private readonly double coverRate = 0.1;

    /// <summary>What wakes the backdoor.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>The class attacked, from 0.</summary>
    public required int Source { get; init; }

    /// <summary>The class it becomes, another one.</summary>
    public required int Target { get; init; }

    /// <summary>The share of the data set that is poison, from 0 to 1, drawn from the source class; 0.05 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>The share that are cover images, from 0 to 1, drawn from all classes but source and target; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double CoverRate
    {
        get => coverRate;
        init => coverRate = PoisoningRate.Check(value);
    }

    /// <summary>Decides which images are changed; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Puts poison and cover images in the place of clean ones.</summary>
    /// <param name="clean">Images <c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <returns>The same order, some rows changed; cover images count as poison, for the attacker made them.</returns>
    /// <exception cref="ArgumentException">Source and target are one class, a rate rounds to no image, or a class has too few images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        BackdoorGoal.FromTo(Source, Target).Check(clean.ClassCount);
        var random = new SeededRandom(Seed);
        var poison = Draw(Rate, 0, label => label == Source, $"the source class {Source}");
        var covers = Draw(CoverRate, 1, label => label != Source && label != Target, "the classes for cover images");
        int[] rows = [.. poison, .. covers];
        var victims = clean.Select(rows);
        int[] labels = [.. Enumerable.Repeat(Target, poison.Length), .. covers.Select(row => clean.Labels[row])];
        return Mix.Replace(clean, rows, victims.WithInputs(Trigger.Apply(victims.Inputs)).WithLabels(labels));

        int[] Draw(double share, int stream, Func<int, bool> qualifies, string from) =>
            Chosen.Rows(clean, row => qualifies(clean.Labels[row]), share, PoisoningDesign.Replace, random.Split(stream), from);
    }
}
