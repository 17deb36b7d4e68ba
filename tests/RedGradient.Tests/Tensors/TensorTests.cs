using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

public class TensorTests
{
    private static Tensor Counting(params int[] shape) => Tensor.From([.. Enumerable.Range(0, new Shape(shape).Size).Select(i => (float)i)], shape);

    [Fact]
    public void Tensors_are_made_from_values_and_copy_them()
    {
        float[] values = [1f, 2f, 3f, 4f, 5f, 6f];
        var tensor = Tensor.From(values, 2, 3);
        values[0] = 9f;
        tensor.ToArray()[1] = 9f;
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], tensor.ToArray());
        Assert.Equal(tensor.ToArray(), Tensor.From(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } }).ToArray());
        Assert.Equal(new Shape(0, 3), Tensor.From(new float[0, 3]).Shape);
        Assert.Equal(7f, Tensor.From([7f]).ToScalar());
        Assert.Equal([2.5f, 2.5f], Tensor.Full(2.5f, 2).ToArray());
        Assert.Equal([0f, 0f], Tensor.Zeros(2).ToArray());
        Assert.Equal([1f, 1f], Tensor.Ones(2).ToArray());
        var error = Assert.Throws<ArgumentException>(() => Tensor.From(values, 4, 2));
        Assert.Contains("[4, 2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("8 values; 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_tensors_follow_their_source()
    {
        Assert.Equal(Tensor.Normal(new SeededRandom(1), 2f, 3f, 4, 5).ToArray(), Tensor.Normal(new SeededRandom(1), 2f, 3f, 4, 5).ToArray());
        var uniform = Tensor.Uniform(new SeededRandom(1), -2f, 3f, 10_000).ToArray();
        Assert.All(uniform, value => Assert.InRange(value, -2f, 3f));
        Assert.Equal(0.5, uniform.Average(), 0.1);
        var normal = Tensor.Normal(new SeededRandom(1), 2f, 3f, 10_000).ToArray();
        Assert.Equal(2.0, normal.Average(), 0.18);
        Assert.Equal(9.0, normal.Average(value => Math.Pow(value - 2.0, 2)), 0.8);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Normal(new SeededRandom(1), 0f, -1f, 3));
    }

    [Fact]
    public void Elements_are_read_by_index_from_both_ends()
    {
        var tensor = Counting(2, 3, 4);
        Assert.Equal((0f, 23f, 17f, 23f), (tensor[0, 0, 0], tensor[1, 2, 3], tensor[1, 1, 1], tensor[-1, -1, -1]));
        Assert.Contains("3 indices; 2", Assert.Throws<ArgumentException>(() => tensor[1, 2]).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentOutOfRangeException>(() => tensor[1, 3, 0]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor[1, -4, 0]);
        Assert.Contains("[2, 3, 4]", Assert.Throws<InvalidOperationException>(() => tensor.ToScalar()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_chosen_by_number_or_by_run()
    {
        var tensor = Counting(4, 3);
        Assert.Equal([6f, 7f, 8f], tensor.Row(2).ToArray());
        Assert.Equal(new Shape(3), tensor.Row(2).Shape);
        Assert.Equal([9f, 10f, 11f, 0f, 1f, 2f, 9f, 10f, 11f], tensor.Rows([3, 0, 3]).ToArray());
        Assert.Equal([3f, 4f, 5f, 6f, 7f, 8f], tensor.Rows(1, 2).ToArray());
        Assert.Equal([6f, 7f, 8f], tensor.Rows(1, 3).Rows(1, 1).ToArray());
        Assert.Equal(tensor.Rows(1, 2).ToArray(), tensor.Track().Rows(1, 2).ToArray());
        Assert.Equal(new Shape(0, 3), tensor.Rows(4, 0).Shape);
        Assert.Equal(new Shape(0, 3), tensor.Rows([]).Shape);
        Assert.Equal(new Shape(2, 0), Tensor.Zeros(3, 0).Rows([0, 2]).Shape);
        foreach (var use in new Action[] { () => tensor.Row(4), () => tensor.Row(-1), () => tensor.Rows([0, 4]), () => tensor.Rows(3, 2), () => tensor.Rows(-1, 1), () => tensor.Rows(0, -1), () => tensor.Rows(1, int.MaxValue) })
        {
            Assert.Contains("[4, 3]", Assert.ThrowsAny<ArgumentException>(use).Message, StringComparison.Ordinal);
        }

        Assert.ThrowsAny<ArgumentException>(() => Tensor.Scalar(1f).Rows(0, 1));
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Scalar(1f).Rows([0]));
    }

    [Fact]
    public void Reshape_keeps_the_order_and_works_out_one_length()
    {
        var tensor = Counting(2, 6);
        Assert.Equal(tensor.ToArray(), tensor.Reshape(3, 4).ToArray());
        Assert.Equal(new Shape(3, 4), tensor.Reshape(3, -1).Shape);
        Assert.Equal(new Shape(12), tensor.Reshape(-1).Shape);
        Assert.Equal(new Shape(0, 5), Tensor.Zeros(5, 0).Reshape(-1, 5).Shape);
        foreach (var shape in new int[][] { [5], [5, -1], [-1, -1], [0, -1], [3, 3] })
        {
            Assert.Contains("[2, 6]", Assert.Throws<ArgumentException>(() => tensor.Reshape(shape)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_transpose_exchanges_rows_and_columns_of_matrices_only()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (3, 4), (8, 8), (17, 33), (0, 3), (64, 9) })
        {
            var tensor = Counting(rows, columns);
            var transpose = tensor.Transpose();
            Assert.Equal(new Shape(columns, rows), transpose.Shape);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    Assert.Equal(tensor[i, j], transpose[j, i]);
                }
            }
        }

        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentException>(() => Counting(2, 3, 4).Transpose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concatenation_puts_rows_one_after_the_other()
    {
        Assert.Equal([0f, 1f, 0f, 1f, 2f, 3f], Tensor.Concatenate(Counting(1, 2), Counting(0, 2), Counting(2, 2)).ToArray());
        var error = Assert.Throws<ArgumentException>(() => Tensor.Concatenate(Counting(1, 2), Counting(1, 3)));
        Assert.Contains("[1, 2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate());
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(Tensor.Scalar(1f), Tensor.Scalar(2f)));
    }

    [Fact]
    public void The_largest_entry_of_each_row_is_found_and_the_first_wins_a_tie()
    {
        var tensor = Tensor.From(new[,] { { 1f, 3f, 3f }, { -1f, -5f, -2f }, { float.NegativeInfinity, float.NegativeInfinity, 0f } });
        Assert.Equal([1, 0, 2], tensor.ArgMax());
        Assert.Equal([3f, -1f, 0f], tensor.Max().ToArray());
        Assert.Empty(Tensor.Zeros(0, 3).ArgMax());
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(3, 0).Max());
    }

    [Fact]
    public void Picking_takes_one_entry_of_each_row()
    {
        Assert.Equal([1f, 3f], Counting(2, 3).Pick([1, 0]).ToArray());
        Assert.Contains("0 to 2", Assert.Throws<ArgumentException>(() => Counting(2, 3).Pick([0, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Counting(2, 3).Pick([0]));
        Assert.Throws<ArgumentException>(() => Counting(6).Pick([0]));
    }

    [Fact]
    public void Clamp_needs_bounds_in_order()
    {
        Assert.Equal([-1f, 0f, 1f], Tensor.From([-3f, 0f, 3f], 3).Clamp(-1f, 1f).ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(1).Clamp(1f, -1f));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(1).Clamp(float.NaN, 1f));
    }

    [Fact]
    public void The_mean_of_nothing_is_refused_and_its_sum_is_0()
    {
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0).Mean());
        Assert.Equal(0f, Tensor.Zeros(0, 3).Sum().ToScalar());
    }

    [Fact]
    public void Text_shows_the_shape_and_few_values_in_any_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("Tensor [2]: 1.5, -2", Tensor.From([1.5f, -2f], 2).ToString());
            Assert.Equal("Tensor [17]", Tensor.Zeros(17).ToString());
            Assert.Contains("0.5", Assert.Throws<ArgumentException>(() => Tensor.Zeros(1).Clamp(0.5f, -0.5f)).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
