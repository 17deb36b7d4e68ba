using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Indiscriminate dirty-label poisoning: random examples get a random wrong label, so that overall accuracy falls.</summary>
/// <remarks>Each wrong class is equally likely: noise of this kind is what Biggio, Nelson and Laskov 2011 start from. Immutable.</remarks>
public sealed record RandomLabelFlips
{
    private readonly double rate = 0.1;

    /// <summary>The poisoning rate ρ, from 0 to 1; 0.1 by default. A rate that comes to no poison is refused when poisoning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>Whether poisons take the place of clean examples (the default) or come on top of them.</summary>
    public PoisoningDesign Design { get; init; } = PoisoningDesign.Replace;

    /// <summary>Decides which examples are poisoned and their labels; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">At least two classes; it stays as it is.</param>
    /// <returns>Replace: the same order, some labels wrong. Add: the clean examples first, then copies under wrong labels.</returns>
    /// <exception cref="ArgumentException">The rate rounds to no poison, or there is one class only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate of 1 with the design Add.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (clean.ClassCount < 2)
        {
            throw new ArgumentException($"A wrong label needs at least 2 classes; the data set {clean.Name} has {clean.ClassCount}.", nameof(clean));
        }

        var rows = Chosen.Rows(clean, _ => true, Rate, Design, new SeededRandom(Seed), "the data set");
        var random = new SeededRandom(Seed).Split(1);
        var victims = clean.Select(rows);
        return Chosen.Put(clean, rows, victims.WithLabels([.. victims.Labels.Select(Wrong)]), Design);

        int Wrong(int label)
        {
            var drawn = random.NextInt32(clean.ClassCount - 1);
            return drawn < label ? drawn : drawn + 1;
        }
    }
}
