using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>Label sanitisation by nearest neighbours: an example whose neighbours agree on another label is suspicious.</summary>
/// <remarks>
/// After Paudice, Muñoz-González and Lupu 2018 (arXiv 1803.00992), who give it the neighbours' label; here it can be removed or relabelled. Distances are Euclidean, between
/// the inputs as they are: n²/2 of them. Immutable.
/// </remarks>
public sealed record NeighborSanitization
{
    private const int Piece = 128;
    private readonly int neighbors = 10;
    private readonly double agreement = 0.6;

    /// <summary>k, how many nearest neighbours vote, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Neighbors
    {
        get => neighbors;
        init => neighbors = Require.AtLeast(1, value, "The number of neighbours");
    }

    /// <summary>η, the share of the neighbours that must have one and the same other label, above 0 to 1; 0.6 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Agreement
    {
        get => agreement;
        init => agreement = Require.PositiveShare(value, "The agreement of the neighbours");
    }

    /// <summary>Removes what the neighbours contradict.</summary>
    /// <param name="data">More examples than neighbours.</param>
    /// <param name="cancellationToken">Ends the search; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">Too few examples.</exception>
    public SanitizedDataSet Remove(DataSet data, CancellationToken cancellationToken = default)
    {
        var votes = Votes(data, cancellationToken);
        return new SanitizedDataSet(data, Enumerable.Range(0, data.Count).Where(row => votes[row] is { } vote && vote != data.Labels[row]));
    }

    /// <summary>Gives what the neighbours contradict the neighbours' label.</summary>
    /// <param name="data">More examples than neighbours.</param>
    /// <param name="cancellationToken">Ends the search; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">Too few examples.</exception>
    public DataSet Relabel(DataSet data, CancellationToken cancellationToken = default)
    {
        var votes = Votes(data, cancellationToken);
        return data.WithLabels([.. data.Labels.Select((label, row) => votes[row] ?? label)]);
    }

    // For each example the label that enough of its neighbours have, or null.
    private int?[] Votes(DataSet data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count <= Neighbors)
        {
            throw new ArgumentException($"{Neighbors} neighbours need at least {Neighbors + 1} examples; the data set has {data.Count}.", nameof(data));
        }

        var token = AmbientCancellation.Or(cancellationToken);
        var examples = new SquaredDistances(data.Inputs);
        var votes = new int?[data.Count];
        for (var start = 0; start < data.Count; start += Piece)
        {
            token.ThrowIfCancellationRequested();
            var count = Math.Min(Piece, data.Count - start);
            var distances = examples.To(data.Inputs.Rows(start, count));
            for (var i = 0; i < count; i++)
            {
                votes[start + i] = Vote(data, start + i, distances.AsSpan(i * data.Count, data.Count));
            }

            AmbientProgress.Report("nearest neighbours", (double)(start + count) / data.Count);
        }

        return votes;
    }

    // From the distances of one example to all. One pass keeps the nearest so far in order; of two equally far the first counts as nearer.
    private int? Vote(DataSet data, int row, ReadOnlySpan<double> distances)
    {
        var nearest = new int[Neighbors];
        var found = 0;
        for (var j = 0; j < distances.Length; j++)
        {
            if (j == row || (found == Neighbors && distances[j] >= distances[nearest[^1]]))
            {
                continue;
            }

            var place = found < Neighbors ? found++ : Neighbors - 1;
            for (; place > 0 && distances[j] < distances[nearest[place - 1]]; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = j;
        }

        var counts = new int[data.ClassCount];
        foreach (var neighbor in nearest)
        {
            counts[data.Labels[neighbor]]++;
        }

        var most = Array.IndexOf(counts, counts.Max());
        return counts[most] >= Agreement * Neighbors ? most : null;
    }
}
