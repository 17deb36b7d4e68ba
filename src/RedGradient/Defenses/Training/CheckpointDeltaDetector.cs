using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Compares the change between two checkpoints with honest changes of the same layers over the same interval.</summary>
/// <remarks>
/// No constant fits: one step of a linear layer has a rank of at most the batch size, ten steps a larger one. So each layer's size, energy share and effective rank are held against the quantiles of
/// its own honest changes. A layer without honest changes is named, never skipped. A change of equal energy in many directions, within the honest size, passes. Immutable.
/// </remarks>
public sealed class CheckpointDeltaDetector
{
    private readonly Dictionary<string, DeltaMeasures[]> honest;

    private CheckpointDeltaDetector(Dictionary<string, DeltaMeasures[]> honest, double falseAlarmRate) => (this.honest, FalseAlarmRate) = (honest, falseAlarmRate);

    /// <summary>The share of honest changes that may stand out, by each measure of each layer.</summary>
    public double FalseAlarmRate { get; }

    /// <summary>The honest changes of a layer, in the order given.</summary>
    /// <param name="layer">The parameter's name.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public IReadOnlyList<DeltaMeasures> Honest(string layer) => honest.TryGetValue(layer, out var known) ? known : throw Unknown(layer);

    /// <summary>Learns from the checkpoints of trusted training.</summary>
    /// <param name="checkpoints">At least 3 networks of the same layers, in their order, all one interval apart.</param>
    /// <param name="falseAlarmRate">From 0, where nothing seen so far would stand out, to 0.5; 0.05 by default.</param>
    /// <exception cref="ArgumentException">Fewer checkpoints, or layers that differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside its range.</exception>
    public static CheckpointDeltaDetector Fit(IReadOnlyList<Network> checkpoints, double falseAlarmRate = 0.05)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        if (checkpoints.Count < 3) throw new ArgumentException($"Honest changes are learned from 3 checkpoints or more; {checkpoints.Count} were given.", nameof(checkpoints));
        if (falseAlarmRate is not (>= 0.0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(falseAlarmRate), falseAlarmRate, FormattableString.Invariant($"The rate of false alarms lies from 0 to 0.5; {falseAlarmRate} was given."));
        var changes = checkpoints.Zip(checkpoints.Skip(1), Changes).ToArray();
        return new CheckpointDeltaDetector(changes[0].Keys.ToDictionary(layer => layer, layer => changes.Select(change => change[layer]).ToArray()), falseAlarmRate);
    }

    /// <summary>Judges the change from one checkpoint to the next.</summary>
    /// <param name="before">The trusted checkpoint.</param>
    /// <param name="after">The one under suspicion, one interval later, of the same layers.</param>
    /// <returns>A finding for each weight matrix.</returns>
    /// <exception cref="ArgumentException">The layers differ.</exception>
    public IReadOnlyList<DeltaFinding> Examine(Network before, Network after) => [.. Changes(before, after).Select(change => Judge(change.Key, change.Value))];

    private DeltaFinding Judge(string layer, DeltaMeasures seen)
    {
        if (!honest.TryGetValue(layer, out var known)) return new DeltaFinding(layer, seen, [$"{layer} has no honest changes to compare with."]);
        var reasons = new List<string>();
        void Above(string what, Func<DeltaMeasures, double> measure, double rate)
        {
            var limit = Quantile([.. known.Select(measure)], 1.0 - rate);
            if (measure(seen) > limit) reasons.Add(FormattableString.Invariant($"The {what} of {layer} is {measure(seen):G3}; honest changes stay at or below {limit:G3}."));
        }

        Above("relative size", change => change.RelativeNorm, FalseAlarmRate);
        Above("energy share of the first direction", change => change.EnergyShare, FalseAlarmRate);
        var least = Quantile([.. known.Select(change => change.EffectiveRank)], FalseAlarmRate);
        if (seen.EffectiveRank < least) reasons.Add(FormattableString.Invariant($"The effective rank of {layer} is {seen.EffectiveRank:G3}; honest changes stay at or above {least:G3}."));
        return new DeltaFinding(layer, seen, reasons);
    }

    private static Dictionary<string, DeltaMeasures> Changes(Network before, Network after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, renewed) = (Matrices(before), Matrices(after));
        if (!old.Select(parameter => parameter.ToString()).SequenceEqual(renewed.Select(parameter => parameter.ToString())))
            throw new ArgumentException($"Two checkpoints of one run have the same weights; these have {string.Join(", ", old)} and {string.Join(", ", renewed)}.", nameof(after));
        return old.Zip(renewed).ToDictionary(pair => pair.First.Name, pair => DeltaMeasures.Of(pair.First.Value, pair.Second.Value));
    }

    private static Parameter[] Matrices(Network network) => [.. network.Parameters.Where(parameter => parameter.Shape.Rank >= 2)];

    // Between two values on the straight line.
    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        var place = share * (values.Length - 1);
        var lower = (int)Math.Floor(place);
        return lower + 1 < values.Length ? values[lower] + ((place - lower) * (values[lower + 1] - values[lower])) : values[^1];
    }

    private static ArgumentException Unknown(string layer) => new($"There are no honest changes of \"{layer}\" to compare with.");
}
