using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>How far apart examples of one class lie, and examples of different classes: histograms of the distances of all pairs, and the radius that they suggest.</summary>
/// <remarks>
/// The proximity defence of the NIST nn-calculator (arXiv 2405.13217) for two classes N and P takes the bin i with the largest h_N·h_P / h_NP and the radius
/// (i + ½)·width. Here for any number of classes k, with shares in place of counts: (Π h_c)^{2/k} / h_between, which for two classes is the same bin.
/// </remarks>
public sealed class PairDistances
{
    private PairDistances(double width, double[][] within, double[] between)
    {
        BinWidth = width;
        Within = within;
        Between = between;
    }

    /// <summary>The width of a bin; bin i holds distances from i·width to below (i + 1)·width.</summary>
    public double BinWidth { get; }

    /// <summary>For each class the share of its pairs in each bin; distances beyond the last bin are in none. All 0 for a class with fewer than two examples.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Within { get; }

    /// <summary>The share of the pairs of different classes in each bin.</summary>
    public IReadOnlyList<double> Between { get; }

    /// <summary>The middle of the bin where pairs of one class are most frequent beside pairs of different classes.</summary>
    /// <exception cref="InvalidOperationException">No bin holds pairs of every class: the bins are too narrow or end too early.</exception>
    public double Radius
    {
        get
        {
            var best = -1;
            var bestRatio = 0.0;
            for (var bin = 0; bin < Between.Count; bin++)
            {
                // Of bins that hold no pair of different classes the widest reach is as safe as any.
                var ratio = Ratio(bin);
                if (ratio > 0.0 && ratio >= bestRatio)
                {
                    (best, bestRatio) = (bin, ratio);
                }
            }

            return best >= 0
                ? (best + 0.5) * BinWidth
                : throw new InvalidOperationException(FormattableString.Invariant($"None of the {Between.Count} bins of width {BinWidth:G4} holds pairs of every class; take wider bins or more of them."));
        }
    }

    /// <summary>Counts the distances of all pairs.</summary>
    /// <param name="data">Clean examples; of more than <paramref name="maximumExamples"/> the first ones are taken.</param>
    /// <param name="binWidth">Above 0; √2 by default.</param>
    /// <param name="bins">At least 1; 12 by default.</param>
    /// <param name="maximumExamples">At least 2; 1,000 by default, half a million pairs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static PairDistances Of(DataSet data, double binWidth = 1.4142135623730951, int bins = 12, int maximumExamples = 1000)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.Positive(binWidth, "The width of a bin");
        Require.AtLeast(1, bins, "The number of bins");
        Require.AtLeast(2, maximumExamples, "The number of examples whose pairs are counted");
        var some = data.Take(Math.Min(data.Count, maximumExamples));
        var distances = new SquaredDistances(some.Inputs).To(some.Inputs);
        var counts = Enumerable.Range(0, data.ClassCount + 1).Select(_ => new double[bins]).ToArray();
        var totals = new double[data.ClassCount + 1];
        for (var i = 0; i < some.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var kind = some.Labels[i] == some.Labels[j] ? some.Labels[i] : data.ClassCount;
                var bin = (int)Math.Min(bins, Math.Sqrt(distances[(i * some.Count) + j]) / binWidth);
                totals[kind]++;
                if (bin < bins)
                {
                    counts[kind][bin]++;
                }
            }
        }

        var shares = counts.Select((row, kind) => row.Select(count => totals[kind] == 0.0 ? 0.0 : count / totals[kind]).ToArray()).ToArray();
        return new PairDistances(binWidth, shares[..^1], shares[^1]);
    }

    private double Ratio(int bin)
    {
        var logarithm = Within.Sum(shares => DeterministicMath.Log(shares[bin])) * 2.0 / Within.Count;
        var within = DeterministicMath.Exp(logarithm);
        return Between[bin] == 0.0 ? (within > 0.0 ? double.PositiveInfinity : 0.0) : within / Between[bin];
    }
}
