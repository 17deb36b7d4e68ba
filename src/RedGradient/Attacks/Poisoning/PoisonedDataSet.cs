using RedGradient.Data;

namespace RedGradient.Attacks.Poisoning;

/// <summary>A data set with poison in it that remembers which examples are poison.</summary>
/// <remarks>The memory is for evaluation only: a defence is handed <see cref="Data"/>, never the flags.</remarks>
public sealed class PoisonedDataSet
{
    /// <summary>Creates a poisoned data set.</summary>
    /// <param name="data">What a victim trains on.</param>
    /// <param name="isPoison">For each example whether it is poison; copied.</param>
    /// <exception cref="ArgumentException">The number of flags differs from the number of examples.</exception>
    public PoisonedDataSet(DataSet data, bool[] isPoison)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(isPoison);
        if (isPoison.Length != data.Count)
        {
            throw new ArgumentException($"Each of the {data.Count} examples needs one flag; {isPoison.Length} were given.", nameof(isPoison));
        }

        Data = data;
        IsPoison = [.. isPoison];
        PoisonRows = [.. Enumerable.Range(0, isPoison.Length).Where(row => isPoison[row])];
    }

    /// <summary>What a victim trains on: clean and poisoned examples, with the labels they come with.</summary>
    public DataSet Data { get; }

    /// <summary>For each example whether it is poison. For evaluation only.</summary>
    public IReadOnlyList<bool> IsPoison { get; }

    /// <summary>The positions of the poisons, in their order. For evaluation only.</summary>
    public IReadOnlyList<int> PoisonRows { get; }

    /// <summary>The poisoning rate that was reached: poisons over all examples, ρ = |D_P| / (|D_C| + |D_P|).</summary>
    public double Rate => (double)PoisonRows.Count / Data.Count;

    /// <summary>The poisons alone.</summary>
    public DataSet Poison() => Data.Select([.. PoisonRows]);

    /// <summary>The examples that are not poison.</summary>
    public DataSet Clean() => Data.Select([.. Enumerable.Range(0, Data.Count).Where(row => !IsPoison[row])]);

    /// <summary>The data set and how much of it is poison.</summary>
    public override string ToString() => FormattableString.Invariant($"{Data}, {PoisonRows.Count} of them poison (ρ = {Rate:G3})");
}
