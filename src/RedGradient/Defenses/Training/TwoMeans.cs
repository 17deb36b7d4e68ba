using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>Points split into two clusters by 2-means, and how well the split fits them.</summary>
public sealed class TwoMeans
{
    private const int MaximumRounds = 100;

    private TwoMeans(bool[] inSmaller, double spread, double silhouette)
    {
        InSmaller = inSmaller;
        Spread = spread;
        Silhouette = silhouette;
    }

    /// <summary>For each point whether it belongs to the smaller cluster; of two equal ones to the one without the first point.</summary>
    public IReadOnlyList<bool> InSmaller { get; }

    /// <summary>The share of the points in the smaller cluster, from 0 to 0.5.</summary>
    public double SmallerShare => (double)InSmaller.Count(inside => inside) / InSmaller.Count;

    /// <summary>The sum of the squared distances of all points to the mean of their cluster.</summary>
    public double Spread { get; }

    /// <summary>The mean silhouette (b − a)/max(a, b) with a the mean distance to the own cluster and b that to the other (Rousseeuw 1987), from −1 to 1; 0 if one cluster is empty.</summary>
    public double Silhouette { get; }

    /// <summary>Splits points.</summary>
    /// <param name="points"><c>[n, dimension]</c>, at least two, every value finite.</param>
    /// <param name="seed">Decides where the search starts; 1 by default.</param>
    /// <param name="starts">How many starts, at least 1; 10 by default. The split with the least spread is kept.</param>
    /// <exception cref="ArgumentException">Fewer than two points, or a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 start.</exception>
    public static TwoMeans Split(double[,] points, int seed = 1, int starts = 10)
    {
        ArgumentNullException.ThrowIfNull(points);
        Require.AtLeast(1, starts, "The number of starts of 2-means");
        var count = points.GetLength(0);
        if (count < 2 || points.Cast<double>().Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException($"2-means splits at least 2 points with finite coordinates; {count} were given, with {points.Cast<double>().Count(value => !double.IsFinite(value))} coordinates that are not finite.", nameof(points));
        }

        var random = new SeededRandom(seed);
        var (best, least) = Search(points, random.Split(0));
        for (var start = 1; start < starts; start++)
        {
            var (candidate, spread) = Search(points, random.Split(start));
            if (spread < least)
            {
                (best, least) = (candidate, spread);
            }
        }

        var second = best.Count(inside => inside);
        var flip = 2 * second > count || (2 * second == count && best[0]);
        var smaller = best.Select(inside => inside != flip).ToArray();
        return new TwoMeans(smaller, least, MeanSilhouette(points, smaller));
    }

    private static (bool[] InSecond, double Spread) Search(double[,] points, SeededRandom random)
    {
        var (count, dimension) = (points.GetLength(0), points.GetLength(1));
        var first = random.NextInt32(count);
        // The second start is drawn by its squared distance from the first (k-means++).
        var weights = Enumerable.Range(0, count).Select(i => Squared(points, i, first)).ToArray();
        var target = random.NextDouble() * weights.Sum();
        var second = 0;
        for (var sum = weights[0]; second < count - 1 && sum <= target; sum += weights[second])
        {
            second++;
        }

        var centres = new double[2, dimension];
        for (var k = 0; k < dimension; k++)
        {
            (centres[0, k], centres[1, k]) = (points[first, k], points[second, k]);
        }

        var assigned = new bool[count];
        var spread = double.PositiveInfinity;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var (next, total) = Assign(points, centres);
            var still = round > 0 && next.AsSpan().SequenceEqual(assigned);
            (assigned, spread) = (next, total);
            if (still)
            {
                break;
            }

            Move(points, assigned, centres);
        }

        return (assigned, spread);
    }

    private static (bool[] InSecond, double Spread) Assign(double[,] points, double[,] centres)
    {
        var assigned = new bool[points.GetLength(0)];
        var total = 0.0;
        for (var i = 0; i < assigned.Length; i++)
        {
            double near = 0.0, far = 0.0;
            for (var k = 0; k < points.GetLength(1); k++)
            {
                near += (points[i, k] - centres[0, k]) * (points[i, k] - centres[0, k]);
                far += (points[i, k] - centres[1, k]) * (points[i, k] - centres[1, k]);
            }

            assigned[i] = far < near;
            total += Math.Min(near, far);
        }

        return (assigned, total);
    }

    private static void Move(double[,] points, bool[] assigned, double[,] centres)
    {
        foreach (var cluster in new[] { 0, 1 })
        {
            var members = assigned.Count(inSecond => inSecond == (cluster == 1));
            for (var k = 0; k < points.GetLength(1) && members > 0; k++)
            {
                var sum = 0.0;
                for (var i = 0; i < assigned.Length; i++)
                {
                    if (assigned[i] == (cluster == 1)) sum += points[i, k];
                }

                centres[cluster, k] = sum / members;
            }
        }
    }

    private static double MeanSilhouette(double[,] points, bool[] inSmaller)
    {
        var smaller = inSmaller.Count(inside => inside);
        if (smaller == 0)
        {
            return 0.0;
        }

        // Each distance is needed from both of its ends.
        var distances = new double[inSmaller.Length, inSmaller.Length];
        for (var i = 0; i < inSmaller.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                distances[i, j] = distances[j, i] = Math.Sqrt(Squared(points, i, j));
            }
        }

        var total = 0.0;
        for (var i = 0; i < inSmaller.Length; i++)
        {
            double own = 0.0, other = 0.0;
            for (var j = 0; j < inSmaller.Length; j++)
            {
                own += inSmaller[j] == inSmaller[i] ? distances[i, j] : 0.0;
                other += inSmaller[j] == inSmaller[i] ? 0.0 : distances[i, j];
            }

            var size = inSmaller[i] ? smaller : inSmaller.Length - smaller;
            var (a, b) = (own / Math.Max(1, size - 1), other / (inSmaller.Length - size));
            // A cluster of one point says nothing about its fit.
            total += size == 1 || (a == 0.0 && b == 0.0) ? 0.0 : (b - a) / Math.Max(a, b);
        }

        return total / inSmaller.Length;
    }

    private static double Squared(double[,] points, int i, int j)
    {
        var sum = 0.0;
        for (var k = 0; k < points.GetLength(1); k++)
        {
            sum += (points[i, k] - points[j, k]) * (points[i, k] - points[j, k]);
        }

        return sum;
    }
}
