using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Targeted dirty-label poisoning: examples of one class get the label of another one, so that the model confuses these two.</summary>
/// <remarks>Tolpegin et al. 2020 (arXiv 2007.08432) study it in federated learning. Immutable.</remarks>
public sealed record ClassFlips
{
    private readonly double rate = 0.05;
    private readonly int source;
    private readonly int target;

    /// <summary>The class whose examples are mislabelled, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required int Source
    {
        get => source;
        init => source = Require.AtLeast(0, value, "The source class");
    }

    /// <summary>The label they get, from 0, another class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required int Target
    {
        get => target;
        init => target = Require.AtLeast(0, value, "The target class");
    }

    /// <summary>The poisoning rate ρ over the whole data set, from 0 to 1; 0.05 by default: of ten equal classes that is half of one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>Whether poisons take the place of clean examples (the default) or come on top of them.</summary>
    public PoisoningDesign Design { get; init; } = PoisoningDesign.Replace;

    /// <summary>Decides which examples are poisoned; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">It stays as it is.</param>
    /// <returns>Replace: the same order, some labels wrong. Add: the clean examples first, then copies under the wrong label.</returns>
    /// <exception cref="ArgumentException">Source and target are the same, the rate rounds to no poison, or the source class has too few examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is not there, or a rate of 1 with the design Add.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        Chosen.CheckClass(Source, clean, "The source class");
        Chosen.CheckClass(Target, clean, "The target class");
        if (Source == Target)
        {
            throw new ArgumentException($"The source and the target class of a flip must differ; both are {Source}.", nameof(clean));
        }

        var rows = Chosen.Rows(clean, row => clean.Labels[row] == Source, Rate, Design, new SeededRandom(Seed), $"class {Source}");
        return Chosen.Put(clean, rows, clean.Select(rows).WithLabels([.. Enumerable.Repeat(Target, rows.Length)]), Design);
    }
}
