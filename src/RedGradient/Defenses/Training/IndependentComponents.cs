using MathNet.Numerics.LinearAlgebra;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>The directions in which points look the least normal, found by FastICA.</summary>
/// <remarks>
/// Hyvärinen 1999, the symmetric form with g = tanh: the points are whitened by their principal components, then W ← E[g(Wz)zᵀ] − E[g'(Wz)]W and W ← (WWᵀ)^(−½)W until W stands
/// still. The start is drawn from the seed, everything after it is arithmetic in a fixed order.
/// </remarks>
public sealed class IndependentComponents
{
    private const int MaximumRounds = 200;
    private const double Tolerance = 1e-6;

    private readonly PrincipalComponents whitening;
    private readonly Matrix<double> rotation;

    private IndependentComponents(PrincipalComponents whitening, Matrix<double> rotation, int rounds, bool converged)
    {
        this.whitening = whitening;
        this.rotation = rotation;
        Rounds = rounds;
        Converged = converged;
    }

    /// <summary>How many rounds it took, at most 200.</summary>
    public int Rounds { get; }

    /// <summary>Whether the directions stood still at the end. Normally distributed points have no independent components to find.</summary>
    public bool Converged { get; }

    /// <summary>Finds components.</summary>
    /// <param name="points"><c>[n, dimension]</c>, at least two points, every value finite.</param>
    /// <param name="count">How many, from 1 to the dimension; fewer are found where the points do not spread in so many directions.</param>
    /// <param name="seed">Decides the start; 1 by default.</param>
    /// <exception cref="ArgumentException">Fewer than two points, all in one place, or a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count lies outside its range.</exception>
    public static IndependentComponents Fit(double[,] points, int count, int seed = 1)
    {
        var all = PrincipalComponents.Fit(points, count);
        // A direction without spread cannot be brought to variance 1.
        var spread = all.Variances.Count(variance => variance > 1e-10 * all.Variances[0]);
        if (spread == 0)
        {
            throw new ArgumentException($"Independent components need points that differ; the {points.GetLength(0)} given are all in one place.", nameof(points));
        }

        var whitening = spread == count ? all : PrincipalComponents.Fit(points, spread);
        var white = Whiten(whitening, points);
        var random = new SeededRandom(seed);
        var current = Orthogonal(Matrix<double>.Build.Dense(spread, spread, (_, _) => random.NextNormal()));
        for (var round = 1; round <= MaximumRounds; round++)
        {
            var next = Orthogonal(Step(current, white));
            var turned = Enumerable.Range(0, spread).Max(i => 1.0 - Math.Abs(next.Row(i) * current.Row(i)));
            current = next;
            if (turned < Tolerance)
            {
                return new IndependentComponents(whitening, current, round, converged: true);
            }
        }

        return new IndependentComponents(whitening, current, MaximumRounds, converged: false);
    }

    /// <summary>Where points lie along the directions; the points fitted have mean 0 and variance 1 in each.</summary>
    /// <param name="points"><c>[n, dimension]</c>, of the dimension that was fitted.</param>
    /// <returns><c>[n, count]</c>.</returns>
    /// <exception cref="ArgumentException">Another dimension.</exception>
    public double[,] Project(double[,] points) => Whiten(whitening, points).TransposeAndMultiply(rotation).ToArray();

    private static Matrix<double> Whiten(PrincipalComponents whitening, double[,] points) =>
        Matrix<double>.Build.DenseOfArray(whitening.Project(points)).MapIndexed((_, column, value) => value / Math.Sqrt(whitening.Variances[column]), Zeros.Include);

    private static Matrix<double> Step(Matrix<double> rotation, Matrix<double> white)
    {
        var bent = white.TransposeAndMultiply(rotation).Map(DeterministicMath.Tanh, Zeros.Include);
        var slopes = bent.Map(value => 1.0 - (value * value), Zeros.Include).ColumnSums() / white.RowCount;
        return (bent.TransposeThisAndMultiply(white) / white.RowCount) - rotation.MapIndexed((row, _, value) => slopes[row] * value, Zeros.Include);
    }

    // (WWᵀ)^(−½)·W
    private static Matrix<double> Orthogonal(Matrix<double> matrix)
    {
        var decomposition = matrix.TransposeAndMultiply(matrix).Evd(Symmetricity.Symmetric);
        var vectors = decomposition.EigenVectors;
        var scaled = vectors.MapIndexed((_, column, value) => value / Math.Sqrt(decomposition.EigenValues[column].Real), Zeros.Include);
        return scaled.TransposeAndMultiply(vectors) * matrix;
    }
}
