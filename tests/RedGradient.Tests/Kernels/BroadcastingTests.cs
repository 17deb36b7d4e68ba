using FsCheck;
using FsCheck.Fluent;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

public class BroadcastingTests
{
    // A shape and two that stretch to it: each dimension of a partner may be 1, and leading ones may be missing.
    private static Gen<(int[] Left, int[] Right)> Pairs =>
        from rank in Gen.Choose(0, 4)
        from lengths in Gen.Choose(0, 9).ArrayOf(rank)
        from leftOnes in Gen.Choose(0, 2).ArrayOf(rank)
        from rightOnes in Gen.Choose(0, 2).ArrayOf(rank)
        from drop in Gen.Choose(0, rank)
        from side in Gen.Choose(0, 1)
        let full = lengths.Select((length, i) => leftOnes[i] == 0 ? 1 : length).ToArray()
        let partner = lengths.Select((length, i) => rightOnes[i] == 0 ? 1 : length).Skip(drop).ToArray()
        select side == 0 ? (full, partner) : (partner, full);

    [Fact]
    public void Every_operation_equals_a_loop_over_indices() => Sample.Check(Pairs, 300, pair =>
    {
        var (x, y) = (Sample.Normal(1, pair.Left), Sample.Normal(2, pair.Right));
        Check(x, y, x + y, (a, b) => a + b);
        Check(x, y, x - y, (a, b) => a - b);
        Check(x, y, x * y, (a, b) => a * b);
        Check(x, y, x / y, (a, b) => a / b);
        Check(x, y, x.Maximum(y), Math.Max);
        Check(x, y, x.Minimum(y), Math.Min);
    });

    [Fact]
    public void Stretching_repeats_and_summing_back_counts() => Sample.Check(Pairs, 200, pair =>
    {
        var x = Sample.Normal(1, pair.Left);
        var shape = (x + Tensor.Zeros(pair.Right)).Shape;
        var stretched = x.StretchTo(shape);
        Check(x, Tensor.Zeros(shape), stretched, (a, _) => a);
        var back = stretched.SumTo(x.Shape);
        Assert.Equal(x.Shape, back.Shape);
        var times = x.Size == 0 ? 0 : shape.Size / x.Size;
        Compare.Sums([.. x.ToArray().Select(value => (double)value * times)], [.. x.ToArray().Select(value => Math.Abs((double)value) * times)], times, back, "summed back");
    });

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 4 })]
    [InlineData(new[] { 2, 3 }, new[] { 2 })]
    [InlineData(new[] { 0, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 4, 1, 5 }, new[] { 3, 2, 5 })]
    public void Shapes_that_do_not_fit_are_both_named(int[] left, int[] right)
    {
        Tensor x = Tensor.Zeros(left), y = Tensor.Zeros(right);
        foreach (var operation in new Func<Tensor>[] { () => x + y, () => x - y, () => x * y, () => x / y, () => x.Maximum(y), () => x.StretchTo(y.Shape), () => x.SumTo(y.Shape) })
        {
            var error = Assert.Throws<ArgumentException>(operation);
            Assert.Contains(x.Shape.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Contains(y.Shape.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_smaller_shape_is_no_target_of_stretching_nor_a_larger_one_of_summing()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(2, 3).StretchTo(new Shape(1, 3)));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(1, 3).SumTo(new Shape(2, 3)));
    }

    private static void Check(Tensor x, Tensor y, Tensor result, Func<float, float, float> operation)
    {
        var rank = Math.Max(x.Shape.Rank, y.Shape.Rank);
        var lengths = new int[rank];
        for (var d = 0; d < rank; d++)
        {
            int left = Length(x, d - rank), right = Length(y, d - rank);
            lengths[d] = left == 1 ? right : left;
        }

        Assert.Equal(new Shape(lengths), result.Shape);
        var values = result.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var index = new int[rank];
            var rest = i;
            for (var d = rank - 1; d >= 0; d--)
            {
                index[d] = rest % lengths[d];
                rest /= lengths[d];
            }

            Compare.SameBits(operation(At(x, index), At(y, index)), values[i], $"[{i}] of {x.Shape} and {y.Shape}");
        }
    }

    private static int Length(Tensor x, int fromEnd) => -fromEnd <= x.Shape.Rank ? x.Shape[fromEnd] : 1;

    private static float At(Tensor x, int[] index)
    {
        var own = index[(index.Length - x.Shape.Rank)..];
        return x[[.. own.Select((position, d) => x.Shape[d] == 1 ? 0 : position)]];
    }
}
