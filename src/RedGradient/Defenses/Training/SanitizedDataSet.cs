using RedGradient.Attacks.Poisoning;
using RedGradient.Data;

namespace RedGradient.Defenses.Training;

/// <summary>What a training-time defence kept of a data set, and what it removed.</summary>
public sealed class SanitizedDataSet
{
    private readonly DataSet before;

    internal SanitizedDataSet(DataSet before, IEnumerable<int> removed)
    {
        this.before = before;
        Removed = [.. removed.Order()];
        var gone = Removed.ToHashSet();
        Data = before.Select([.. Enumerable.Range(0, before.Count).Where(row => !gone.Contains(row))]);
    }

    /// <summary>The examples kept, in their order.</summary>
    public DataSet Data { get; }

    /// <summary>The rows removed, in the numbering before.</summary>
    public IReadOnlyList<int> Removed { get; }

    /// <summary>For evaluation: how many of the removed examples were poison, and how many poisons there were.</summary>
    /// <param name="poisoned">What the defence was given.</param>
    /// <returns>Divide the first by the number removed for the precision, by the second for the recall.</returns>
    /// <exception cref="ArgumentException">It is another data set.</exception>
    public (int Removed, int All) Poisons(PoisonedDataSet poisoned)
    {
        ArgumentNullException.ThrowIfNull(poisoned);
        return poisoned.Data.Count == before.Count
            ? (Removed.Count(row => poisoned.IsPoison[row]), poisoned.PoisonRows.Count)
            : throw new ArgumentException($"The defence was given {before.Count} examples; this poisoned data set has {poisoned.Data.Count}.", nameof(poisoned));
    }
}
