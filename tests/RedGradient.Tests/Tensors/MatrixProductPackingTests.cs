using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

/// <summary>The matrix product on both sides of the sizes at which it starts to share out its work.</summary>
public sealed class MatrixProductPackingTests
{
    [Theory]
    [InlineData(128, 10, 128)]
    [InlineData(128, 128, 128)]
    [InlineData(784, 50, 128)]
    [InlineData(64, 64, 65)]
    [InlineData(128, 784, 128)]
    public void Agrees_with_the_sum_of_products_at_every_element(int rows, int inner, int columns)
    {
        var random = new SeededRandom(3);
        var left = Tensor.Normal(random, 0f, 1f, rows, inner);
        var right = Tensor.Normal(random, 0f, 1f, inner, columns);
        float[] a = left.ToArray(), b = right.ToArray(), product = left.MatMul(right).ToArray();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < inner; k++)
                {
                    sum += (double)a[(i * inner) + k] * b[(k * columns) + j];
                }

                Assert.Equal(sum, product[(i * columns) + j], 1e-3);
            }
        }
    }
}
