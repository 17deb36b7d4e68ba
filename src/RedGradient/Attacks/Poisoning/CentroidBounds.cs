using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>How far an attacker can pull an online centroid, in closed form, as a displacement D = (c − c₀)·a/r in radii.</summary>
/// <remarks>Kloft and Laskov 2010, 2012 (JMLR 13): security analysis of online centroid anomaly detection. i counts points, n is the window.</remarks>
public static class CentroidBounds
{
    /// <summary>Infinite horizon, the attacker alone: D ≤ ln(1 + i/n).</summary>
    /// <param name="points">i, at least 0.</param>
    /// <param name="window">n, at least 1: the points at the start.</param>
    public static double InfiniteHorizon(int points, int window) => DeterministicMath.Log(1.0 + ((double)Points(points) / Window(window)));

    /// <summary>Infinite horizon: how many points a displacement takes at least, n·(e^D − 1).</summary>
    /// <param name="displacement">D, at least 0.</param>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public static double PointsNeeded(double displacement, int window) => displacement >= 0.0
        ? Window(window) * (DeterministicMath.Exp(displacement) - 1.0)
        : throw new ArgumentOutOfRangeException(nameof(displacement), displacement, FormattableString.Invariant($"A displacement is 0 or more; {displacement} was given."));

    /// <summary>Average-out, the attacker alone: D = i/n; random-out the same in expectation.</summary>
    /// <param name="points">i, at least 0.</param>
    /// <param name="window">n, at least 1.</param>
    public static double AverageOut(int points, int window) => (double)Points(points) / Window(window);

    /// <summary>
    /// Oldest-out, the attacker alone, from a window at the centre: D = (1 + 1/n)^i − 1 while clean points leave (i ≤ n), that is e − 1 once the window is all
    /// poison; later its own points leave, and the speed settles at 2/(n + 1), about twice that of average-out.
    /// </summary>
    /// <param name="points">i, from 0 to n.</param>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">i is outside: beyond n there is no such short form.</exception>
    public static double OldestOut(int points, int window) => Points(points) <= Window(window)
        ? DeterministicMath.Pow(1.0 + (1.0 / window), points) - 1.0
        : throw new ArgumentOutOfRangeException(nameof(points), points, $"The closed form of oldest-out holds while clean points leave, for 0 to {window} points; {points} was given.");

    /// <summary>Average-out with a share ν of the traffic, if every clean point is accepted: E D = (1 − a_i)·ν/(1 − ν), a_i = (1 − (1 − ν)/n)^i.</summary>
    /// <param name="points">i, all accepted points, clean ones too, at least 0.</param>
    /// <param name="window">n, at least 1.</param>
    /// <param name="share">ν, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public static double PartialTraffic(int points, int window, double share) => Guarded(points, window, share, 0.0);

    /// <summary>
    /// As <see cref="PartialTraffic"/>, while at most a share α of the clean points is refused (more raises an alarm):
    /// E D ≤ (1 − a_i)·(ν + α(1 − ν)) / ((1 − ν)(1 − α)), a_i = (1 − (1 − ν)(1 − α)/n)^i.
    /// </summary>
    /// <param name="points">i, at least 0.</param>
    /// <param name="window">n, at least 1.</param>
    /// <param name="share">ν, from 0 to below 1.</param>
    /// <param name="falsePositives">α, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public static double Guarded(int points, int window, double share, double falsePositives)
    {
        var (nu, alpha) = (CheckShare(share, "The attacker's share of the traffic"), CheckShare(falsePositives, "The share of false positives"));
        var remaining = DeterministicMath.Pow(1.0 - ((1.0 - nu) * (1.0 - alpha) / Window(window)), Points(points));
        return (1.0 - remaining) * (nu + (alpha * (1.0 - nu))) / ((1.0 - nu) * (1.0 - alpha));
    }

    internal static double CheckShare(double value, string what) => value is >= 0.0 and < 1.0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"{what} must be from 0 to below 1; {value} was given."));

    private static int Points(int points) => Require.AtLeast(0, points, "The number of points");

    private static int Window(int window) => Require.AtLeast(1, window, "The window");
}
