using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Spectral signatures: poison lies far out along the direction in which the features of its class spread the most.</summary>
/// <remarks>
/// Tran, Li and Madry 2018 (arXiv 1811.00636): with the features of a class as rows R(x), their mean R̂ and the top right singular vector v of the centred matrix, the score of an
/// example is ((R(x) − R̂)·v)². The 1.5·ε·n highest scores of each class are removed, n being its size. Immutable.
/// </remarks>
public sealed record SpectralSignatures
{
    private readonly double poisonShare = 0.1;

    /// <summary>ε, the largest share of a class that is feared to be poison, above 0, at most ⅔ (1.5·ε may not exceed 1); 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double PoisonShare
    {
        get => poisonShare;
        init => poisonShare = value > 0.0 && 1.5 * value <= 1.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The feared share ε of poison in a class must be above 0 and at most 2/3, since 1.5·ε of the class is removed; {value} was given."));
    }

    /// <summary>Scores every example within its class.</summary>
    /// <param name="network">Trained on the data; at least two layers.</param>
    /// <param name="data">The examples with the labels they were trained on.</param>
    /// <returns>One score for each example, in the order of the data; 0 in a class with a single example.</returns>
    /// <exception cref="ArgumentException">The network has no hidden layer.</exception>
    public static double[] Score(Network network, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var features = HiddenFeatures.Of(network, data.Inputs);
        var scores = new double[data.Count];
        foreach (var rows in Classes(data).Where(rows => rows.Length >= 2))
        {
            var own = HiddenFeatures.Rows(features, rows);
            var along = PrincipalComponents.Fit(own, 1).Project(own);
            for (var i = 0; i < rows.Length; i++)
            {
                scores[rows[i]] = along[i, 0] * along[i, 0];
            }
        }

        return scores;
    }

    /// <summary>The examples to remove: in each class the 1.5·ε·n highest scores.</summary>
    /// <param name="scores">What <see cref="Score"/> gave for these data.</param>
    /// <param name="data">The examples.</param>
    /// <returns>Their positions in the data, in ascending order.</returns>
    /// <exception cref="ArgumentException">The number of scores differs from the number of examples.</exception>
    public int[] Remove(IReadOnlyList<double> scores, DataSet data)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(data);
        return scores.Count == data.Count
            ? [.. Classes(data).SelectMany(rows => rows.OrderByDescending(row => scores[row]).Take((int)Math.Round(1.5 * PoisonShare * rows.Length))).Order()]
            : throw new ArgumentException($"Each of the {data.Count} examples needs one score; {scores.Count} were given.", nameof(scores));
    }

    private static IEnumerable<int[]> Classes(DataSet data) =>
        Enumerable.Range(0, data.Count).GroupBy(row => data.Labels[row]).OrderBy(group => group.Key).Select(group => group.ToArray());
}
