using MathNet.Numerics.LinearAlgebra;
using RedGradient.Defenses.Training;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Training;

public class SpectrumTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 3)]
    [InlineData(20, 20)]
    [InlineData(31, 64)]
    public void Singular_values_are_those_of_a_full_decomposition(int rows, int columns)
    {
        var matrix = Tensor.Normal(new SeededRandom(rows), 0.2f, 1f, rows, columns);
        var expected = Matrix<double>.Build.Dense(rows, columns, (i, j) => matrix[i, j]).Svd(computeVectors: false).S;
        var spectrum = Spectrum.Of(matrix);
        Assert.Equal(Math.Min(rows, columns), spectrum.Values.Count);
        for (var i = 0; i < expected.Count; i++) Assert.Equal(expected[i], spectrum.Values[i], 1e-7 * expected[0]);
        Assert.Equal(Math.Sqrt(matrix.ToArray().Sum(value => (double)value * value)), spectrum.Norm, 1e-6);
    }

    [Fact]
    public void The_ranks_of_known_spectra_are_their_closed_forms()
    {
        // Diagonal 3, 1, 1, 0: Σs² = 11, Σs = 5.
        var matrix = Tensor.From(new[,] { { 0f, 3f, 0f, 0f }, { -1f, 0f, 0f, 0f }, { 0f, 0f, 0f, 1f }, { 0f, 0f, 0f, 0f } });
        var spectrum = Spectrum.Of(matrix);
        Assert.Equal(11.0 / 9, spectrum.StableRank, 1e-9);
        Assert.Equal(9.0 / 11, spectrum.EnergyShare, 1e-9);
        Assert.Equal(0.6, spectrum.TopShare, 1e-7);
        Assert.Equal(Math.Exp(-(0.6 * Math.Log(0.6)) - (2 * 0.2 * Math.Log(0.2))), spectrum.EffectiveRank, 1e-6);

        // All directions alike, one direction, none.
        var even = Spectrum.Of(Tensor.From([.. Enumerable.Range(0, 25).Select(i => i % 6 == 0 ? 2f : 0f)], 5, 5));
        Assert.Equal((5.0, 5.0, 0.2), (even.StableRank, even.EffectiveRank, even.TopShare), new Near());
        var one = Spectrum.Of(Tensor.Ones(6, 4));
        Assert.Equal((1.0, 1.0, 1.0), (one.StableRank, one.EffectiveRank, one.TopShare), new Near());
        var none = Spectrum.Of(Tensor.Zeros(3, 2));
        Assert.Equal((0.0, 0.0, 0.0), (none.StableRank, none.EffectiveRank, none.TopShare), new Near());
        Assert.Equal(0.0, none.EnergyShare);
    }

    [Fact]
    public void Noise_lies_at_its_edge_and_a_direction_of_99_per_cent_passes_the_articles_limit_of_0_8()
    {
        Assert.Equal(0.0228, Spectrum.NoiseEnergyShare(256, 128), 5e-5);
        Assert.Equal(1.0, Spectrum.NoiseEnergyShare(1, 1));
        var random = new SeededRandom(1);
        var noise = Tensor.Normal(random, 0f, 1f, 256, 128);
        var direction = Tensor.Normal(random, 0f, 1f, 256, 1).MatMul(Tensor.Normal(random, 0f, 1f, 1, 128));
        Spectrum Mixed(double share) => Spectrum.Of((noise * (float)Math.Sqrt((1 - share) / Square(noise))) + (direction * (float)Math.Sqrt(share / Square(direction))));
        // The table of the three measures, by share of the energy in the direction.
        foreach (var (share, top, effective, stable) in new[] { (0.0, 0.014, 118.0, 45.0), (0.1, 0.033, 116, 8.8), (0.25, 0.053, 112, 3.9), (0.5, 0.088, 104, 2.0), (0.9, 0.223, 69, 1.1), (0.99, 0.488, 23, 1.01) })
        {
            var spectrum = Mixed(share);
            Assert.Equal(top, spectrum.TopShare, 0.002);
            Assert.InRange(spectrum.EffectiveRank / effective, 0.98, 1.02);
            Assert.InRange(spectrum.StableRank / stable, 0.96, 1.04);
        }

        Assert.True(Mixed(0.99).TopShare < 0.8);
        Assert.True(Mixed(0.1).EnergyShare > 4 * Spectrum.NoiseEnergyShare(256, 128));
        // A rank-1 addition of six times a gradient's norm is what the article's rank alarm (below 0.3) needs.
        var gradient = Tensor.Normal(random, 0f, 1f, 64, 64);
        var spike = Tensor.Normal(random, 0f, 1f, 64, 1).MatMul(Tensor.Normal(random, 0f, 1f, 1, 64));
        double Fall(float times) => Spectrum.Of(gradient + (spike * (times * (float)Math.Sqrt(Square(gradient) / Square(spike))))).EffectiveRank / Spectrum.Of(gradient).EffectiveRank;
        Assert.Equal(0.43, Fall(4), 0.03);
        Assert.Equal(0.23, Fall(8), 0.03);
    }

    [Fact]
    public void What_is_no_matrix_of_finite_numbers_is_refused()
    {
        Assert.Contains("belong to a matrix", Assert.Throws<ArgumentException>(() => Spectrum.Of(Tensor.Ones(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Spectrum.Of(Tensor.Zeros(0, 3)));
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Spectrum.Of(Tensor.From([1f, float.NaN], 1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Spectrum.Of(Tensor.From([1f, float.PositiveInfinity, 0f, 1f], 2, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Spectrum.NoiseEnergyShare(0, 4));
    }

    private static double Square(Tensor tensor) => tensor.ToArray().Sum(value => (double)value * value);

    private sealed class Near : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) + Math.Abs(x.Item3 - y.Item3) < 1e-5;

        public int GetHashCode((double, double, double) values) => 0;
    }
}
