using System.Globalization;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Split-view poisoning: the one who made the list saw one image behind an address, the one who trains sees another.</summary>
/// <remarks>
/// Carlini et al. 2024 (arXiv 2302.10149): some of the domains of a list expire and can be bought; whoever buys one decides what all its addresses serve.
/// The attacker takes those with the most images first. Immutable.
/// </remarks>
public sealed record SplitView
{
    private readonly double expired = 0.02;
    private readonly double budget = 60.0;
    private readonly double price = 10.0;

    /// <summary>The share of the domains that have expired and are for sale, from 0 to 1; 0.02 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Expired
    {
        get => expired;
        init => expired = Require.Share(value, "The share of expired domains");
    }

    /// <summary>What the attacker can spend, in dollars, at least 0; 60 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or NaN.</exception>
    public double Budget
    {
        get => budget;
        init => budget = value >= 0.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"The budget must be a number of dollars of at least 0; {value} was given."));
    }

    /// <summary>The price of a domain, in dollars, above 0; 10 by default, about a year's fee.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Price
    {
        get => price;
        init => price = value > 0.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"The price of a domain must be a number of dollars above 0; {value} was given."));
    }

    /// <summary>Decides which domains have expired; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Buys domains and changes what they serve.</summary>
    /// <param name="index">The list.</param>
    /// <param name="data">The images as they were when the list was made.</param>
    /// <param name="content">Gives, for the examples whose addresses were bought, the images to serve instead.</param>
    /// <exception cref="ArgumentException">The list is not of this data set, or the content has another shape.</exception>
    public SplitViewResult Poison(ImageIndex index, DataSet data, Func<DataSet, Tensor> content)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(content);
        if (index.Entries.Count != data.Count)
        {
            throw new ArgumentException($"The list has {index.Entries.Count} addresses, the data set {data.Count} examples; a list made from this data set is needed.", nameof(index));
        }

        var sizes = index.Entries.CountBy(entry => entry.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal).ToArray();
        var forSale = (int)Math.Round(Expired * sizes.Length, MidpointRounding.AwayFromZero);
        string[] bought =
        [
            .. new SeededRandom(Seed).Permutation(sizes.Length).Take(forSale).Select(i => sizes[i])
                .OrderByDescending(domain => domain.Value).ThenBy(domain => domain.Key, StringComparer.Ordinal)
                .Take((int)Math.Min(Budget / Price, int.MaxValue)).Select(domain => domain.Key),
        ];
        var rows = Enumerable.Range(0, data.Count).Where(row => bought.Contains(index.Entries[row].Domain)).ToArray();
        if (rows.Length == 0)
        {
            return new SplitViewResult(new PoisonedDataSet(data, new bool[data.Count]), bought, bought.Length * Price);
        }

        var victims = data.Select(rows);
        return new SplitViewResult(Mix.Replace(data, rows, victims.WithInputs(content(victims))), bought, bought.Length * Price);
    }
}
