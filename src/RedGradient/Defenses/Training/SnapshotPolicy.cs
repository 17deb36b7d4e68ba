using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>How a snapshot of editable pages is taken. The defaults are the careless way: page by page in a known order, each as it stands.</summary>
/// <remarks>Both defences are those of Carlini et al. 2024 (arXiv 2302.10149). Immutable.</remarks>
public sealed record SnapshotPolicy
{
    private readonly double hours = 24.0;
    private readonly double delay;

    /// <summary>How long the snapshot takes, in hours, above 0; 24 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public double Hours
    {
        get => hours;
        init => hours = Require.Positive(value, "The duration of a snapshot in hours");
    }

    /// <summary>Defence: pages are read in a random order, so that nobody knows when a page has its turn. False by default.</summary>
    public bool RandomOrder { get; init; }

    /// <summary>Defence: the copy of a page is kept back for this many hours, and a revert by a trusted editor in that time is applied to it; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of at least 0.</exception>
    public double Delay
    {
        get => delay;
        init => delay = Require.NotNegative(value, "The delay in hours");
    }

    /// <summary>Decides the random order; 1 by default. A defender keeps it secret.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When each page is read, in hours from the start.</summary>
    /// <param name="pages">The number of pages, at least 1.</param>
    public double[] ReadingTimes(int pages)
    {
        Require.AtLeast(1, pages, "The number of pages");
        var turns = RandomOrder ? new SeededRandom(Seed).Permutation(pages) : [.. Enumerable.Range(0, pages)];
        return [.. turns.Select(turn => (turn + 0.5) * Hours / pages)];
    }
}
