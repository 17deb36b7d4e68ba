using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Loss-based trimming: train, drop the examples with the largest loss, train again on the rest.</summary>
/// <remarks>
/// Iterative trimmed loss minimisation, Shen and Sanghavi 2019 (arXiv 1810.11874), with whole trainings as rounds. It rests on wrong labels being learned late: train briefly, or
/// the network knows them by heart. Immutable.
/// </remarks>
public sealed record LossTrimming
{
    private readonly double share = 0.1;
    private readonly int rounds = 2;

    /// <summary>The share of the examples that is dropped, from 0 to below 1; 0.1 by default. It should be the poisoning rate, which nobody knows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Share
    {
        get => share;
        init => share = value is >= 0.0 and < 1.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The share to trim must be from 0 to below 1; {value} was given."));
    }

    /// <summary>How often a network is trained on what is kept, and everything ranked by its loss, at least 1; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Rounds
    {
        get => rounds;
        init => rounds = Require.AtLeast(1, value, "The number of rounds");
    }

    /// <summary>Trims a data set.</summary>
    /// <param name="data">At least one example.</param>
    /// <param name="train">Trains a fresh network on a data set; it is called once a round, first with all examples.</param>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public SanitizedDataSet Trim(DataSet data, Func<DataSet, Network> train)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(train);
        if (data.Count == 0)
        {
            throw new ArgumentException("Trimming needs at least one example; the data set is empty.", nameof(data));
        }

        var kept = new SanitizedDataSet(data, []);
        for (var round = 0; round < Rounds; round++)
        {
            var losses = Losses.CrossEntropyPerExample(train(kept.Data).Scores(data.Inputs), data.Labels).ToArray();
            kept = new SanitizedDataSet(data, Enumerable.Range(0, data.Count).OrderByDescending(row => losses[row]).Take((int)(Share * data.Count)));
        }

        return kept;
    }
}
