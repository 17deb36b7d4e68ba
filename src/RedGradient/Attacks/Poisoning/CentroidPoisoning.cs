using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Pulls an online centroid, point by point, in a direction: every poison is the best one that is still accepted.</summary>
/// <remarks>
/// Kloft and Laskov 2012 (JMLR 13). The greedy optimum is c + r·a, except against <see cref="ReplacementRule.NearestOut"/>: there the poison decides which
/// point leaves, and the attacker takes the cell j of the window's Voronoi diagram in which max (x − x_j)·a, over the cell and the ball, is largest. That search is
/// exact, and for points of the plane. Immutable.
/// </remarks>
public sealed record CentroidPoisoning
{
    private readonly double share = 1.0;
    private readonly double? alarm;

    /// <summary>The direction a of the pull; any length above 0, of the detector's dimension.</summary>
    public required IReadOnlyList<double> Direction { get; init; }

    /// <summary>ν, the attacker's share of the traffic, from 0 to 1; 1 by default, the attacker alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Share
    {
        get => share;
        init => share = Require.Share(value, "The attacker's share of the traffic");
    }

    /// <summary>α: the run ends, discovered, when more than this share of the last <see cref="AlarmWindow"/> clean points was refused; null (the default) for no alarm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to below 1.</exception>
    public double? Alarm
    {
        get => alarm;
        init => alarm = value is null ? null : CentroidBounds.CheckShare(value.Value, "The share of false positives");
    }

    /// <summary>How many clean points the alarm looks back over.</summary>
    public static int AlarmWindow => 100;

    /// <summary>Decides who sends the next point; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Attacks a detector.</summary>
    /// <param name="detector">It changes.</param>
    /// <param name="points">How many points arrive, poison and clean, at least 0.</param>
    /// <param name="cleanTraffic">Draws a clean point; needed where ν is below 1.</param>
    /// <returns>The displacement after each point.</returns>
    /// <exception cref="ArgumentException">The direction does not fit, clean traffic is missing, or nearest-out is not in the plane.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of points is negative.</exception>
    public CentroidCourse Run(OnlineCentroid detector, int points, Func<SeededRandom, double[]>? cleanTraffic = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        Require.AtLeast(0, points, "The number of points");
        var unit = Unit(detector);
        if (Share < 1.0 && cleanTraffic is null)
        {
            throw new ArgumentException(FormattableString.Invariant($"With a share of {Share} of the traffic the rest is clean; give a source of clean points."), nameof(cleanTraffic));
        }

        if (detector.Rule == ReplacementRule.NearestOut && unit.Length != 2)
        {
            throw new ArgumentException($"The greedy attack on nearest-out is worked out for points of the plane; these have {unit.Length} dimensions.", nameof(detector));
        }

        var course = new CentroidCourse(detector, unit);
        var random = new SeededRandom(Seed);
        var refused = new Queue<bool>();
        for (var i = 0; i < points && !course.Discovered; i++)
        {
            if (Share >= 1.0 || random.NextDouble() < Share)
            {
                course.Record(detector, Best(detector, unit), isPoison: true);
                continue;
            }

            refused.Enqueue(!course.Record(detector, cleanTraffic!(random), isPoison: false));
            if (refused.Count > AlarmWindow)
            {
                refused.Dequeue();
            }

            course.Discovered = Alarm is { } limit && refused.Count == AlarmWindow && refused.Count(each => each) > limit * AlarmWindow;
        }

        return course;
    }

    /// <summary>The greedy poison: of all points that the detector accepts now, the one that moves its centre farthest along the direction.</summary>
    /// <param name="detector">It stays as it is.</param>
    /// <exception cref="ArgumentException">The direction does not fit, or nearest-out is not in the plane.</exception>
    public double[] Best(OnlineCentroid detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return Best(detector, Unit(detector));
    }

    private static double[] Best(OnlineCentroid detector, double[] unit)
    {
        if (detector.Rule == ReplacementRule.NearestOut)
        {
            return VoronoiChoice.Best(detector, unit);
        }

        return [.. detector.Centre.Select((value, k) => value + (detector.Radius * unit[k]))];
    }

    private double[] Unit(OnlineCentroid detector)
    {
        var length = Math.Sqrt(Direction.Sum(value => value * value));
        return Direction.Count == detector.Centre.Count && double.IsFinite(length) && length > 0.0
            ? [.. Direction.Select(value => value / length)]
            : throw new ArgumentException(FormattableString.Invariant($"The direction needs {detector.Centre.Count} finite coordinates that are not all 0; ({string.Join(", ", Direction)}) was given."), nameof(detector));
    }
}
