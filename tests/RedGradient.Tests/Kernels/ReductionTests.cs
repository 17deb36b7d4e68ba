using FsCheck.Fluent;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Tests.Kernels;

public class ReductionTests
{
    [Fact]
    public void Sums_and_dot_products_equal_the_plain_loop()
    {
        var lengths = Gen.OneOf(Sample.Length, Gen.Choose(0, 5000), Gen.Elements(1023, 1024, 1025, 2048));
        Sample.Check(lengths, 100, length =>
        {
            var (x, y) = (Sample.Normal(1, length), Sample.Normal(2, length));
            double sum = 0.0, size = 0.0, dot = 0.0, dotSize = 0.0;
            for (var i = 0; i < length; i++)
            {
                sum += x[i];
                size += Math.Abs(x[i]);
                dot += (double)x[i] * y[i];
                dotSize += Math.Abs((double)x[i] * y[i]);
            }

            // Eight interleaved sums over blocks of 1024: at most 128 additions each.
            Compare.Sum(sum, size, 132, x.Sum().ToScalar(), "sum");
            Compare.Sum(dot, dotSize, 132, (float)Reduction.Dot(x.AsSpan(), y.AsSpan()), "dot");
            if (length > 0)
            {
                Compare.Sum(sum / length, size / length, 132, x.Mean().ToScalar(), "mean");
            }
        });
    }

    [Fact]
    public void Sums_along_a_dimension_equal_the_plain_loop()
    {
        var cases = from outer in Gen.Choose(0, 5) from middle in Sample.Length from inner in Gen.Choose(0, 20) select (outer, middle, inner);
        Sample.Check(cases, 100, c =>
        {
            var x = Sample.Normal(1, c.outer, c.middle, c.inner);
            for (var d = 0; d < 3; d++)
            {
                int[] lengths = [c.outer, c.middle, c.inner];
                var length = lengths[d];
                lengths[d] = 1;
                double[] sums = new double[lengths[0] * lengths[1] * lengths[2]], sizes = new double[sums.Length];
                for (var i = 0; i < x.Size; i++)
                {
                    int[] index = [i / (c.middle * c.inner), i / c.inner % c.middle, i % c.inner];
                    index[d] = 0;
                    var target = (((index[0] * lengths[1]) + index[1]) * lengths[2]) + index[2];
                    sums[target] += x.AsSpan()[i];
                    sizes[target] += Math.Abs(x.AsSpan()[i]);
                }

                var kept = x.Sum(d, keepDimension: true);
                Assert.Equal(new Shape(lengths), kept.Shape);
                Compare.Sums(sums, sizes, length, kept, $"sum along {d}");
                Assert.Equal(kept.ToArray(), x.Sum(d - 3).ToArray());
                Assert.Equal(new Shape([.. lengths[..d], .. lengths[(d + 1)..]]), x.Sum(d).Shape);
                if (length > 0)
                {
                    Compare.Sums([.. sums.Select(sum => sum / length)], [.. sizes.Select(size => size / length)], length + 1, x.Mean(d), $"mean along {d}");
                }
            }
        });
    }

    [Fact]
    public void The_order_of_summation_is_told_by_the_length_alone()
    {
        // A view that starts anywhere in memory gives the same bits.
        var all = Sample.Normal(3, 4000);
        for (var start = 0; start < 9; start++)
        {
            var part = all.Rows(start, 3001);
            Assert.Equal(part.Keep().Sum().ToScalar(), part.Sum().ToScalar());
        }
    }

    [Fact]
    public void A_dimension_that_is_not_there_is_named() =>
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros(2, 3).Sum(2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Softmax_and_log_softmax_equal_the_double_formula_and_survive_large_scores()
    {
        foreach (var scale in new[] { 0f, 1f, 30f, 1e4f })
        {
            foreach (var classes in new[] { 1, 2, 7, 8, 10, 33, 300 })
            {
                var x = Sample.Normal(classes, 5, classes) * scale;
                var (soft, log) = (x.Softmax(), x.LogSoftmax());
                for (var i = 0; i < 5; i++)
                {
                    var row = x.Row(i).ToArray();
                    var maximum = (double)row.Max();
                    var sum = row.Sum(value => Math.Exp(value - maximum));
                    for (var j = 0; j < classes; j++)
                    {
                        var exact = row[j] - maximum - Math.Log(sum);
                        Assert.Equal(exact, log[i, j], 3e-7 * (Math.Abs(row[j]) + Math.Abs(maximum) + 10.0 + (0.2 * classes)));
                        Assert.Equal(Math.Exp(exact), soft[i, j], (4e-7 * (1.0 + Math.Abs(row[j] - maximum) + (0.2 * classes)) * Math.Exp(exact)) + 1e-37);
                    }

                    Assert.Equal(1.0, soft.Row(i).ToArray().Sum(value => (double)value), 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Extreme_scores_give_exact_probabilities()
    {
        var x = Tensor.From(new[,] { { 1e4f, -1e4f, 0f }, { -1e4f, -1e4f, -1e4f } });
        Assert.Equal([1f, 0f, 0f], x.Softmax().Row(0).ToArray());
        Assert.Equal([0f, -2e4f, -1e4f], x.LogSoftmax().Row(0).ToArray());
        Assert.All(x.Softmax().Row(1).ToArray(), value => Assert.Equal(1f / 3f, value, 1e-7f));
    }

    [Fact]
    public void Not_a_number_in_a_row_is_seen_in_its_softmax_only()
    {
        var y = Tensor.From(new[,] { { 1f, float.NaN }, { 1f, 2f } }).Softmax();
        Assert.True(float.IsNaN(y[0, 0]) && float.IsNaN(y[0, 1]));
        Assert.True(float.IsFinite(y[1, 0]));
    }

    [Fact]
    public void Softmax_of_nothing_is_refused_and_of_an_empty_batch_is_empty()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(3, 0).Softmax());
        Assert.Throws<ArgumentException>(() => Tensor.Scalar(1f).LogSoftmax());
        Assert.Equal(new Shape(0, 3), Tensor.Zeros(0, 3).Softmax().Shape);
    }
}
