using RedGradient.Attacks.Poisoning;
using RedGradient.Defenses.Training;

namespace RedGradient.Evaluation;

/// <summary>How well a choice of examples hits the poison.</summary>
/// <param name="Precision">The share of the chosen examples that are poison.</param>
/// <param name="Recall">The share of the poison that was chosen.</param>
public sealed record IsolationQuality(Proportion Precision, Proportion Recall)
{
    /// <summary>Compares a choice with the truth.</summary>
    /// <param name="chosen">Positions of examples, each once; none gives a precision without a trial, NaN.</param>
    /// <param name="truth">The data set with its memory of what is poison.</param>
    /// <exception cref="ArgumentException">A position is not there, or comes twice.</exception>
    public static IsolationQuality Measure(IReadOnlyCollection<int> chosen, PoisonedDataSet truth)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(truth);
        if (chosen.Any(row => row < 0 || row >= truth.Data.Count) || chosen.Distinct().Count() != chosen.Count)
        {
            throw new ArgumentException($"The examples chosen are different positions from 0 to {truth.Data.Count - 1}; among the {chosen.Count} given one is outside or comes twice.", nameof(chosen));
        }

        var hits = chosen.Count(row => truth.IsPoison[row]);
        return new IsolationQuality(new Proportion(hits, chosen.Count), new Proportion(hits, truth.PoisonRows.Count));
    }

    /// <summary>The influence of the isolation rate: the lowest scores at each of several rates.</summary>
    /// <param name="scores">One for each example; the lowest are isolated.</param>
    /// <param name="rates">Each above 0, at most 1.</param>
    /// <param name="truth">The data set with its memory of what is poison.</param>
    /// <returns>One quality for each rate.</returns>
    /// <exception cref="ArgumentException">The number of scores differs from the number of examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate lies outside its range.</exception>
    public static IsolationQuality[] OverRates(IReadOnlyList<double> scores, IEnumerable<double> rates, PoisonedDataSet truth)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(truth);
        return scores.Count == truth.Data.Count
            ? [.. rates.Select(rate => Measure(Isolation.Lowest(scores, rate), truth))]
            : throw new ArgumentException($"Each of the {truth.Data.Count} examples needs one score; {scores.Count} were given.", nameof(scores));
    }

    /// <summary>Both shares with their intervals.</summary>
    public override string ToString() => $"precision {Precision}, recall {Recall}";
}
