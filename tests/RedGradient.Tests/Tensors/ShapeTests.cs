using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void A_shape_has_lengths_a_size_and_counts_from_both_ends()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal((3, 3, 30), (shape.Rank, shape.Count, shape.Size));
        Assert.Equal([2, 3, 5], shape);
        Assert.Equal((2, 5, 5, 2), (shape[0], shape[2], shape[-1], shape[-3]));
        Assert.Equal("[2, 3, 5]", shape.ToString());
        Assert.Equal(("[]", 1, 0), (Shape.Scalar.ToString(), Shape.Scalar.Size, Shape.Scalar.Rank));
        Assert.Equal(0, new Shape(4, 0, 3).Size);
    }

    [Fact]
    public void Equality_is_by_value()
    {
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.NotEqual(new Shape(2, 3), new Shape(3, 2));
        Assert.NotEqual(new Shape(3), new Shape(1, 3));
        Assert.False(new Shape(2).Equals(null));
    }

    [Fact]
    public void Changing_the_array_a_shape_was_made_from_or_gave_out_changes_nothing()
    {
        int[] lengths = [2, 3];
        var shape = new Shape(lengths);
        lengths[0] = 9;
        shape.ToArray()[1] = 9;
        Assert.Equal([2, 3], shape);
    }

    [Fact]
    public void Lengths_that_cannot_be_are_refused()
    {
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => new Shape(2, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("[65536, 65536]", Assert.Throws<ArgumentException>(() => new Shape(65536, 65536)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Shape(int.MaxValue, int.MaxValue, int.MaxValue));
        foreach (var dimension in new[] { 2, -3, int.MinValue })
        {
            Assert.Contains("-2 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, 3)[dimension]).Message, StringComparison.Ordinal);
        }
    }
}
