using FsCheck.Fluent;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Tests.Kernels;

public class MatrixProductTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_transpose_form_equals_the_plain_loop(bool transposeLeft, bool transposeRight)
    {
        var cases = from rows in Sample.Length from columns in Sample.Length from inner in Sample.Length select (rows, columns, inner);
        Sample.Check(cases, 150, sizes => Check(sizes.rows, sizes.columns, sizes.inner, transposeLeft, transposeRight));
    }

    // The inner index is cut at 128; a second thread takes part above 2^18 multiply-adds.
    [Theory]
    [InlineData(5, 3, 127)]
    [InlineData(5, 3, 128)]
    [InlineData(9, 33, 129)]
    [InlineData(1, 1, 1000)]
    [InlineData(13, 70, 391)]
    [InlineData(128, 64, 40)]
    [InlineData(131, 97, 259)]
    [InlineData(1, 700, 700)]
    [InlineData(700, 1, 700)]
    [InlineData(9, 1000, 100)]
    [InlineData(1000, 17, 33)]
    public void Long_and_large_products_equal_the_plain_loop(int rows, int columns, int inner)
    {
        Check(rows, columns, inner, false, false);
        Check(rows, columns, inner, false, true);
        Check(rows, columns, inner, true, false);
        Check(rows, columns, inner, true, true);
    }

    [Fact]
    public void An_inner_length_of_0_gives_zeros()
    {
        var product = Tensor.Zeros(3, 0).MatMul(Tensor.Zeros(0, 5));
        Assert.Equal(new Shape(3, 5), product.Shape);
        Assert.All(product.ToArray(), value => Assert.Equal(0f, value));
    }

    // What makes the bits independent of vector width and of where the matrix is cut.
    [Fact]
    public void Each_element_is_one_chain_of_fused_multiply_adds()
    {
        foreach (var (rows, columns, inner) in new[] { (3, 5, 7), (9, 33, 129), (17, 40, 300), (64, 96, 200) })
        {
            var (left, right) = (Sample.Normal(1, rows, inner), Sample.Normal(2, inner, columns));
            var product = left.MatMul(right);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var sum = 0f;
                    for (var k = 0; k < inner; k++)
                    {
                        sum = MathF.FusedMultiplyAdd(left[i, k], right[k, j], sum);
                    }

                    Compare.SameBits(sum, product[i, j], $"[{i}, {j}] of {rows}×{inner}×{columns}");
                }
            }
        }
    }

    // One row, one column, one inner step: the kernels of a single example, read where the matrices lie, in all their forms.
    [Theory]
    [InlineData(1, 100, 784)]
    [InlineData(1, 64, 512)]
    [InlineData(1, 37, 201)]
    [InlineData(784, 1, 64)]
    [InlineData(203, 1, 67)]
    [InlineData(784, 64, 1)]
    [InlineData(131, 37, 1)]
    public void Products_of_a_single_example_are_the_same_chains(int rows, int columns, int inner)
    {
        var (left, right) = (Sample.Normal(5, rows, inner), Sample.Normal(6, inner, columns));
        var (turnedLeft, turnedRight) = (left.Transpose(), right.Transpose());
        foreach (var product in new[]
        {
            left.MatMul(right),
            MatrixMultiply.Apply(turnedLeft, right, transposeX: true),
            MatrixMultiply.Apply(left, turnedRight, transposeY: true),
            MatrixMultiply.Apply(turnedLeft, turnedRight, transposeX: true, transposeY: true),
        })
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var sum = 0f;
                    for (var k = 0; k < inner; k++)
                    {
                        sum = MathF.FusedMultiplyAdd(left[i, k], right[k, j], sum);
                    }

                    Compare.SameBits(sum, product[i, j], $"[{i}, {j}] of {rows}×{inner}×{columns}");
                }
            }
        }
    }

    [Theory]
    [InlineData(5, 9)]
    [InlineData(7, 32)]
    [InlineData(3, 77)]
    public void An_outer_product_past_the_caches_is_the_plain_one(int rows, int columns)
    {
        var (x, y) = (Sample.Normal(7, rows), Sample.Normal(8, columns));
        foreach (var offset in new[] { 0, 1, 3, 7 })
        {
            var target = new float[(rows * columns) + offset + 1];
            OuterProduct.Write(x.AsSpan(), y.AsSpan(), target.AsSpan(offset, rows * columns));
            for (var i = 0; i < rows * columns; i++)
            {
                Compare.SameBits(x[i / columns] * y[i % columns], target[offset + i], $"element {i} at offset {offset}");
            }

            Assert.Equal(0f, target[^1]);
            Assert.All(target[..offset], value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void A_row_of_a_batch_does_not_depend_on_the_other_rows()
    {
        var (left, right) = (Sample.Normal(3, 130, 200), Sample.Normal(4, 200, 50));
        var whole = left.MatMul(right);
        foreach (var row in new[] { 0, 7, 8, 64, 129 })
        {
            Assert.Equal(whole.Rows(row, 1).ToArray(), left.Rows(row, 1).MatMul(right).ToArray());
        }
    }

    [Fact]
    public void A_dense_layer_starts_from_its_bias()
    {
        var cases = from batch in Sample.Length from inputs in Gen.Choose(1, 40) from outputs in Gen.Choose(1, 40) select (batch, inputs, outputs);
        Sample.Check(cases, 60, sizes =>
        {
            var (x, w, b) = (Sample.Normal(1, sizes.batch, sizes.inputs), Sample.Normal(2, sizes.inputs, sizes.outputs), Sample.Normal(3, sizes.outputs));
            var y = Linear.Apply(x, w, b);
            for (var i = 0; i < sizes.batch; i++)
            {
                for (var j = 0; j < sizes.outputs; j++)
                {
                    double sum = b[j], size = Math.Abs(b[j]);
                    for (var k = 0; k < sizes.inputs; k++)
                    {
                        sum += (double)x[i, k] * w[k, j];
                        size += Math.Abs((double)x[i, k] * w[k, j]);
                    }

                    Compare.Sum(sum, size, sizes.inputs + 1, y[i, j], $"[{i}, {j}]");
                }
            }
        });
    }

    [Fact]
    public void Not_a_number_and_infinity_come_through()
    {
        var left = Tensor.From(new[,] { { 1f, float.NaN }, { float.PositiveInfinity, 1f } });
        var product = left.MatMul(Tensor.From(new[,] { { 1f, 0f }, { 1f, 1f } }));
        Assert.True(float.IsNaN(product[0, 0]));
        Assert.Equal(float.PositiveInfinity, product[1, 0]);
        Assert.True(float.IsNaN(product[1, 1]));
    }

    [Fact]
    public void Mismatched_shapes_are_both_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(2, 3).MatMul(Tensor.Zeros(4, 5)));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 5]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(2, 3).MatMul(Tensor.Zeros(3)));
        Assert.Contains("[3]", error.Message, StringComparison.Ordinal);
    }

    private static void Check(int rows, int columns, int inner, bool transposeLeft, bool transposeRight)
    {
        var left = transposeLeft ? Sample.Normal(1, inner, rows) : Sample.Normal(1, rows, inner);
        var right = transposeRight ? Sample.Normal(2, columns, inner) : Sample.Normal(2, inner, columns);
        var product = MatrixMultiply.Apply(left, right, transposeLeft, transposeRight);
        Assert.Equal(new Shape(rows, columns), product.Shape);
        float[] a = left.ToArray(), b = right.ToArray(), c = product.ToArray();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                double sum = 0.0, size = 0.0;
                for (var k = 0; k < inner; k++)
                {
                    var term = (double)(transposeLeft ? a[(k * rows) + i] : a[(i * inner) + k]) * (transposeRight ? b[(j * inner) + k] : b[(k * columns) + j]);
                    sum += term;
                    size += Math.Abs(term);
                }

                Compare.Sum(sum, size, inner, c[(i * columns) + j], "product", (i * columns) + j);
            }
        }
    }
}
