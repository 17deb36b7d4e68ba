using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>An anomaly detector that keeps learning: it takes every point within r of its centre for normal, and moves the centre by it.</summary>
/// <remarks>
/// Kloft and Laskov 2012 (JMLR 13): the centre c is the mean of a window of n points; an accepted x changes it to c + (x − x_out)/n, where x_out is what the
/// <see cref="ReplacementRule"/> gives up, or, with an infinite horizon, to c + (x − c)/(n + 1), and n grows. Mutable; for one thread.
/// </remarks>
public sealed class OnlineCentroid
{
    // A point placed on the sphere lies outside by a rounding error half of the time.
    private const double Rounding = 1e-9;

    private readonly double[][] window;
    private readonly double[] centre;
    private readonly SeededRandom random;
    private int oldest;

    /// <summary>Starts from points that are known to be normal.</summary>
    /// <param name="points">The window: at least one point, all of the same dimension; copied.</param>
    /// <param name="radius">r, above 0: points farther from the centre are refused.</param>
    /// <param name="rule">What a new point replaces.</param>
    /// <param name="seed">Decides the draws of <see cref="ReplacementRule.RandomOut"/>; 1 by default.</param>
    /// <exception cref="ArgumentException">No point, points of different dimensions, or a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not a finite number above 0.</exception>
    public OnlineCentroid(IReadOnlyList<double[]> points, double radius, ReplacementRule rule, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0 || points[0].Length == 0)
        {
            throw new ArgumentException("An online centroid starts from at least one point of at least one dimension; none was given.", nameof(points));
        }

        Radius = Require.Positive(radius, "The radius");
        Rule = rule;
        random = new SeededRandom(seed);
        centre = new double[points[0].Length];
        window = [.. points.Select(point => (double[])Check(point).Clone())];
        foreach (var point in window)
        {
            for (var k = 0; k < centre.Length; k++)
            {
                centre[k] += point[k] / window.Length;
            }
        }

        Count = window.Length;
    }

    /// <summary>r: what lies farther from the centre is refused.</summary>
    public double Radius { get; }

    /// <summary>What a new point replaces.</summary>
    public ReplacementRule Rule { get; }

    /// <summary>n: the size of the window; with an infinite horizon the number of all points so far.</summary>
    public int Count { get; private set; }

    /// <summary>The centre now.</summary>
    public IReadOnlyList<double> Centre => centre;

    /// <summary>The points of the window; with an infinite horizon and with <see cref="ReplacementRule.AverageOut"/>, which need none, those of the start.</summary>
    public IReadOnlyList<double[]> Window => window;

    /// <summary>Whether a point lies within r of the centre.</summary>
    /// <param name="point">Of the window's dimension.</param>
    /// <exception cref="ArgumentException">The dimension differs, or a value is not finite.</exception>
    public bool Accepts(double[] point)
    {
        Check(point);
        return SquaredDistance(point, centre) <= Radius * Radius * (1.0 + Rounding);
    }

    /// <summary>Shows the detector a point; if it is accepted, the centre moves.</summary>
    /// <param name="point">Of the window's dimension.</param>
    /// <returns>Whether it was accepted.</returns>
    /// <exception cref="ArgumentException">The dimension differs, or a value is not finite.</exception>
    public bool Offer(double[] point)
    {
        if (!Accepts(point))
        {
            return false;
        }

        if (Rule is ReplacementRule.None or ReplacementRule.AverageOut)
        {
            Count += Rule == ReplacementRule.None ? 1 : 0;
            for (var k = 0; k < centre.Length; k++)
            {
                centre[k] += (point[k] - centre[k]) / Count;
            }

            return true;
        }

        var place = Rule switch
        {
            ReplacementRule.RandomOut => random.NextInt32(window.Length),
            ReplacementRule.OldestOut => oldest++ % window.Length,
            _ => Nearest(point),
        };
        for (var k = 0; k < centre.Length; k++)
        {
            centre[k] += (point[k] - window[place][k]) / Count;
        }

        window[place] = (double[])point.Clone();
        return true;
    }

    /// <summary>The place in the window of the point nearest to another; the first one wins a tie.</summary>
    internal int Nearest(double[] point)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var j = 0; j < window.Length; j++)
        {
            var distance = SquaredDistance(point, window[j]);
            if (distance < least)
            {
                (best, least) = (j, distance);
            }
        }

        return best;
    }

    private static double SquaredDistance(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }

        return sum;
    }

    private double[] Check(double[] point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Length == centre.Length && point.All(double.IsFinite)
            ? point
            : throw new ArgumentException(FormattableString.Invariant($"Every point needs {centre.Length} finite coordinates, as the first one has; ({string.Join(", ", point)}) was given."), nameof(point));
    }
}
