using MathNet.Numerics.LinearAlgebra;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>The singular values of a matrix, and what they say about the number of directions in it.</summary>
/// <remarks>They are the roots of the eigenvalues of the smaller product MᵀM or MMᵀ, summed in double precision; those below about 1e-8 of the largest are 0 but for rounding.</remarks>
public sealed class Spectrum
{
    private Spectrum(double[] values) => Values = values;

    /// <summary>The singular values, largest first.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The Frobenius norm: the root of the sum of squares.</summary>
    public double Norm => Math.Sqrt(Values.Sum(value => value * value));

    /// <summary>s₁²/Σs²: the share of the energy in the first direction, the inverse of the stable rank; 0 for a matrix of zeros.</summary>
    public double EnergyShare => Values[0] > 0.0 ? 1.0 / StableRank : 0.0;

    /// <summary>Σs²/s₁²: from 1 for one direction to the number of singular values; 0 for a matrix of zeros.</summary>
    public double StableRank => Values[0] > 0.0 ? Values.Sum(value => value / Values[0] * (value / Values[0])) : 0.0;

    /// <summary>s₁/Σs, the article's measure; 0 for a matrix of zeros. It falls with every weak direction, of which a large matrix has many.</summary>
    public double TopShare => Values[0] > 0.0 ? Values[0] / Values.Sum() : 0.0;

    /// <summary>exp(H(s/Σs)), H the entropy: the number of directions that would be as spread if all were equal (Roy and Vetterli 2007); 0 for a matrix of zeros.</summary>
    public double EffectiveRank
    {
        get
        {
            if (!(Values[0] > 0.0)) return 0.0;
            var sum = Values.Sum();
            return DeterministicMath.Exp(-Values.Select(value => value / sum).Where(share => share > 0.0).Sum(share => share * DeterministicMath.Log(share)));
        }
    }

    /// <summary>The singular values of a matrix; of a tensor of more dimensions as a matrix of its first dimension against all others.</summary>
    /// <param name="matrix">At least two dimensions, at least one element, every value finite.</param>
    /// <exception cref="ArgumentException">Fewer dimensions, no element, or a value that is not finite.</exception>
    public static Spectrum Of(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Shape.Rank < 2 || matrix.Size == 0) throw new ArgumentException($"Singular values belong to a matrix with at least one element; the shape {matrix.Shape} was given.", nameof(matrix));
        var (rows, columns) = (matrix.Shape[0], matrix.Size / matrix.Shape[0]);
        var product = Product(matrix.AsSpan(), rows, columns);
        if (!double.IsFinite(product.Cast<double>().Sum())) throw new ArgumentException("Singular values need a matrix of finite numbers; one of these is not finite, or their squares are too large.", nameof(matrix));
        var eigenvalues = Matrix<double>.Build.DenseOfArray(product).Evd(Symmetricity.Symmetric).EigenValues;
        return new Spectrum([.. eigenvalues.Select(value => Math.Sqrt(Math.Max(0.0, value.Real))).OrderDescending()]);
    }

    /// <summary>What the energy share of pure noise comes to, (√m + √n)²/(mn): the square of the largest singular value of a random matrix over its sum of squares.</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static double NoiseEnergyShare(int rows, int columns)
    {
        Require.AtLeast(1, rows, "The number of rows");
        Require.AtLeast(1, columns, "The number of columns");
        var edge = Math.Sqrt(rows) + Math.Sqrt(columns);
        return Math.Min(1.0, edge * edge / ((double)rows * columns));
    }

    private static double[,] Product(ReadOnlySpan<float> values, int rows, int columns)
    {
        var size = Math.Min(rows, columns);
        // Vectors of the smaller side, one after the other.
        var vectors = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            vectors[rows <= columns ? i : (column * rows) + row] = values[i];
        }

        var length = values.Length / size;
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                product[i, j] = product[j, i] = Dot(vectors.AsSpan(i * length, length), vectors.AsSpan(j * length, length));
            }
        }

        return product;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum0 = 0.0, sum1 = 0.0, sum2 = 0.0, sum3 = 0.0;
        var i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            sum0 += x[i] * y[i];
            sum1 += x[i + 1] * y[i + 1];
            sum2 += x[i + 2] * y[i + 2];
            sum3 += x[i + 3] * y[i + 3];
        }

        for (; i < x.Length; i++) sum0 += x[i] * y[i];
        return sum0 + sum1 + (sum2 + sum3);
    }
}
