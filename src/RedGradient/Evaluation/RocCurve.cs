namespace RedGradient.Evaluation;

/// <summary>The receiver operating characteristic (ROC): what share of attacks a detector finds for each share of clean inputs that it rejects.</summary>
/// <remarks>Every threshold between two scores gives one point. Equal scores are passed together, so a detector that gives one score to all has the area ½.</remarks>
public sealed class RocCurve
{
    private readonly int cleanCount;
    private readonly int attackedCount;

    private RocCurve(List<(double FalseRejectionRate, double DetectionRate)> points, double area, int cleanCount, int attackedCount)
    {
        Points = points;
        Area = area;
        this.cleanCount = cleanCount;
        this.attackedCount = attackedCount;
    }

    /// <summary>From (0, 0), nothing rejected, to (1, 1), everything rejected.</summary>
    public IReadOnlyList<(double FalseRejectionRate, double DetectionRate)> Points { get; }

    /// <summary>The area under the curve: the chance that an attacked input is more suspicious than a clean one, ties counted half. ½ is guessing, 1 perfect.</summary>
    public double Area { get; }

    /// <summary>The 95% interval of the area by the formula of Hanley and McNeil 1982, held within 0 and 1.</summary>
    public (double Low, double High) AreaInterval
    {
        get
        {
            var (a, square) = (Area, Area * Area);
            var twoAttacked = a / (2.0 - a);
            var twoClean = 2.0 * square / (1.0 + a);
            var variance = ((a * (1.0 - a)) + ((attackedCount - 1) * (twoAttacked - square)) + ((cleanCount - 1) * (twoClean - square))) / ((double)attackedCount * cleanCount);
            var half = 1.959963984540054 * Math.Sqrt(Math.Max(0.0, variance));
            return (Math.Max(0.0, a - half), Math.Min(1.0, a + half));
        }
    }

    /// <summary>Draws the curve from scores.</summary>
    /// <param name="cleanSuspicion">How suspicious each clean input looks, higher for more; for entropies, where low is suspicious, their negatives. At least one, no NaN.</param>
    /// <param name="attackedSuspicion">The same for attacked inputs.</param>
    /// <exception cref="ArgumentException">One list is empty or holds NaN.</exception>
    public static RocCurve Of(IReadOnlyCollection<double> cleanSuspicion, IReadOnlyCollection<double> attackedSuspicion)
    {
        ArgumentNullException.ThrowIfNull(cleanSuspicion);
        ArgumentNullException.ThrowIfNull(attackedSuspicion);
        if (cleanSuspicion.Count == 0 || attackedSuspicion.Count == 0 || cleanSuspicion.Concat(attackedSuspicion).Any(double.IsNaN))
        {
            throw new ArgumentException($"A ROC curve needs scores that are numbers, of at least one clean and one attacked input; there were {cleanSuspicion.Count} and {attackedSuspicion.Count}, NaN among them or not.");
        }

        var points = new List<(double FalseRejectionRate, double DetectionRate)> { (0.0, 0.0) };
        var (rejected, found, area) = (0, 0, 0.0);
        foreach (var group in cleanSuspicion.Select(score => (score, IsAttack: false)).Concat(attackedSuspicion.Select(score => (score, IsAttack: true))).GroupBy(item => item.score).OrderByDescending(group => group.Key))
        {
            var attacks = group.Count(item => item.IsAttack);
            var clean = group.Count() - attacks;
            area += clean * (found + (attacks / 2.0));
            (rejected, found) = (rejected + clean, found + attacks);
            points.Add(((double)rejected / cleanSuspicion.Count, (double)found / attackedSuspicion.Count));
        }

        return new RocCurve(points, area / ((double)cleanSuspicion.Count * attackedSuspicion.Count), cleanSuspicion.Count, attackedSuspicion.Count);
    }

    /// <summary>FAR at FRR: the share of attacks accepted by the strictest threshold that rejects no more than a share of these clean inputs.</summary>
    /// <remarks>The threshold is chosen with the very inputs that it is judged by: a property of the scores, not what a defender would get.</remarks>
    /// <param name="falseRejectionRate">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double FalseAcceptanceAt(double falseRejectionRate)
    {
        Require.Share(falseRejectionRate, "The false-rejection rate");
        return 1.0 - Points.Last(point => point.FalseRejectionRate <= falseRejectionRate).DetectionRate;
    }

    /// <summary>The area with its interval.</summary>
    public override string ToString() => FormattableString.Invariant($"area {Area:F4} ({AreaInterval.Low:F4} to {AreaInterval.High:F4})");
}
