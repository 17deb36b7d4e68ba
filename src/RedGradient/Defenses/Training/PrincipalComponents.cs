using MathNet.Numerics.LinearAlgebra;

namespace RedGradient.Defenses.Training;

/// <summary>The directions in which points spread the most, found from their covariance.</summary>
/// <remarks>Immutable. The sign of each direction is chosen so that its largest entry is positive.</remarks>
public sealed class PrincipalComponents
{
    private readonly Vector<double> mean;
    private readonly Matrix<double> directions;

    private PrincipalComponents(Vector<double> mean, Matrix<double> directions, double[] variances)
    {
        this.mean = mean;
        this.directions = directions;
        Variances = variances;
    }

    /// <summary>The variance of the points along each direction, largest first.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>Finds the first components.</summary>
    /// <param name="points"><c>[n, dimension]</c>, at least two points, every value finite.</param>
    /// <param name="count">How many, from 1 to the dimension.</param>
    /// <exception cref="ArgumentException">Fewer than two points, or a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count lies outside its range.</exception>
    public static PrincipalComponents Fit(double[,] points, int count)
    {
        ArgumentNullException.ThrowIfNull(points);
        var (rows, columns) = (points.GetLength(0), points.GetLength(1));
        if (rows < 2 || points.Cast<double>().Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException($"Principal components are found from at least 2 points with finite coordinates; given were {rows}, {points.Cast<double>().Count(value => !double.IsFinite(value))} of whose coordinates are not finite.", nameof(points));
        }

        if (count < 1 || count > columns)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Points of {columns} coordinates have 1 to {columns} principal components; {count} was given.");
        }

        var matrix = Matrix<double>.Build.DenseOfArray(points);
        var mean = matrix.ColumnSums() / rows;
        var centred = Centre(matrix, mean);
        var decomposition = (centred.TransposeThisAndMultiply(centred) / (rows - 1)).Evd(Symmetricity.Symmetric);

        // Eigenvalues come in ascending order.
        var order = Enumerable.Range(0, count).Select(i => columns - 1 - i).ToArray();
        var directions = Matrix<double>.Build.DenseOfColumnVectors(order.Select(i => Signed(decomposition.EigenVectors.Column(i))));
        return new PrincipalComponents(mean, directions, [.. order.Select(i => Math.Max(0.0, decomposition.EigenValues[i].Real))]);
    }

    /// <summary>One direction, a vector of length 1.</summary>
    /// <param name="index">Which, from 0.</param>
    public double[] Direction(int index) => directions.Column(index).ToArray();

    /// <summary>Where points lie along the directions.</summary>
    /// <param name="points"><c>[n, dimension]</c>, of the dimension that was fitted.</param>
    /// <returns><c>[n, count]</c>; 0 for the mean of the points fitted.</returns>
    /// <exception cref="ArgumentException">Another dimension.</exception>
    public double[,] Project(double[,] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.GetLength(1) == mean.Count
            ? (Centre(Matrix<double>.Build.DenseOfArray(points), mean) * directions).ToArray()
            : throw new ArgumentException($"The components were found from points of {mean.Count} coordinates; points of {points.GetLength(1)} were given.", nameof(points));
    }

    private static Matrix<double> Centre(Matrix<double> points, Vector<double> mean) =>
        points.MapIndexed((_, column, value) => value - mean[column], Zeros.Include);

    private static Vector<double> Signed(Vector<double> direction) =>
        direction[direction.AbsoluteMaximumIndex()] < 0.0 ? -direction : direction;
}
