using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Targeted dirty-label poisoning of a single input: noisy copies of it under the label that the attacker wants.</summary>
/// <remarks>The simplest attack on one sample, and the easiest to notice: the copies lie beside each other and are visibly mislabelled. Immutable.</remarks>
public sealed record TargetCopies
{
    private readonly double rate = 0.005;
    private readonly float noise = 0.1f;

    /// <summary>The poisoning rate ρ, from 0 to 1; 0.005 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>Each value of a copy moves by at most this much, evenly distributed, and stays in [0, 1]; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public float Noise
    {
        get => noise;
        init => noise = Require.NotNegative(value, "The noise");
    }

    /// <summary>Whether the copies take the place of clean examples of the class wanted (the default) or come on top of all.</summary>
    public PoisoningDesign Design { get; init; } = PoisoningDesign.Replace;

    /// <summary>Decides the places and the noise; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">Inputs in [0, 1]; it stays as it is.</param>
    /// <param name="target">The input that shall be misread later, one input of the data set's kind; it is not in the data set itself.</param>
    /// <param name="targetLabel">Its true class.</param>
    /// <param name="wantedClass">What it shall be taken for, another class.</param>
    /// <returns>Replace: the same order, some examples of the class wanted exchanged. Add: the clean examples first, then the copies.</returns>
    /// <exception cref="ArgumentException">The target is of the class wanted already, its shape does not fit, the rate rounds to no poison, or the class wanted has too few examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is not there, or a rate of 1 with the design Add.</exception>
    public PoisonedDataSet Poison(DataSet clean, Tensor target, int targetLabel, int wantedClass)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(target);
        Chosen.CheckTarget(clean, target, targetLabel, wantedClass);
        var rows = Chosen.Rows(clean, row => clean.Labels[row] == wantedClass, Rate, Design, new SeededRandom(Seed), $"class {wantedClass}");
        var random = new SeededRandom(Seed).Split(1);
        var places = clean.Select(rows);
        var original = target.ToArray();
        var copies = new float[places.Inputs.Size];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = Math.Clamp(original[i % original.Length] + (float)random.NextUniform(-Noise, Noise), 0f, 1f);
        }

        return Chosen.Put(clean, rows, places.WithInputs(new Tensor(copies, places.Inputs.Shape)), Design);
    }
}
