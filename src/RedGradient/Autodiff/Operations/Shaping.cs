using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>The same values in another shape; no copy.</summary>
internal sealed class Reshape(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Size != x.Size)
        {
            throw new ArgumentException($"Reshape: {x.Shape} has {x.Size} elements and {shape} has {shape.Size}; they must be equal.");
        }

        var result = x.View(0, shape);
        return IsRecorded(x) ? result.RecordedAs(new Reshape(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => gradient.Reshape(First!.Shape);
}

/// <summary>Sums over the dimensions that the target shape has as 1 or lacks: the counterpart of stretching.</summary>
internal sealed class SumTo(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Equals(x.Shape))
        {
            return x;
        }

        var result = Reduce(x, shape);
        return IsRecorded(x) ? result.RecordedAs(new SumTo(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => StretchTo.Apply(gradient, First!.Shape);

    private static Tensor Reduce(Tensor x, Shape shape)
    {
        if (shape.Size == 1)
        {
            var total = Tensor.Allocate(shape);
            total.MutableSpan[0] = (float)Reduction.Sum(x.AsSpan());
            return total;
        }

        if (x.Shape.Rank == 2 && shape.Rank == 1 && x.Shape[0] > 1)
        {
            // The gradient of a bias: the sum over the rows.
            var sums = Tensor.Allocate(shape);
            Reduction.SumMiddle(x.AsSpan(), 1, x.Shape[0], x.Shape[1], sums.MutableSpan);
            return sums;
        }

        // From the outermost dimension inwards, runs of neighbouring summed dimensions at once.
        var lengths = x.Shape.ToArray();
        var missing = lengths.Length - shape.Rank;
        var current = x;
        for (var d = 0; d < lengths.Length; d++)
        {
            if (!IsSummed(d))
            {
                continue;
            }

            var end = d;
            while (end + 1 < lengths.Length && IsSummed(end + 1))
            {
                end++;
            }

            int outer = 1, middle = 1, inner = 1;
            for (var i = 0; i < lengths.Length; i++)
            {
                if (i < d)
                {
                    outer *= lengths[i];
                }
                else if (i <= end)
                {
                    middle *= lengths[i];
                    lengths[i] = 1;
                }
                else
                {
                    inner *= lengths[i];
                }
            }

            var next = Tensor.Allocate(new Shape(lengths));
            Reduction.SumMiddle(current.AsSpan(), outer, middle, inner, next.MutableSpan);
            current = next;
            d = end;
        }

        return current.View(0, shape);

        bool IsSummed(int dimension) => lengths[dimension] != 1 && (dimension < missing || shape[dimension - missing] == 1);
    }
}

/// <summary>Repeats along the dimensions that have length 1 or are missing.</summary>
internal sealed class StretchTo(Tensor x) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Equals(x.Shape))
        {
            return x;
        }

        if (!Broadcasting.Join(x.Shape, shape, "Stretching").Equals(shape))
        {
            throw new ArgumentException($"Stretching: {x.Shape} cannot be repeated to {shape}.");
        }

        var result = Broadcasting.Stretch(x, shape);
        return IsRecorded(x) ? result.RecordedAs(new StretchTo(x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => SumTo.Apply(gradient, First!.Shape);
}

/// <summary>Elements picked by their flat position: result[i] = x[indices[i]].</summary>
internal sealed class Pick(Tensor x, int[] indices) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] indices, Shape shape)
    {
        var result = Tensor.Allocate(shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[indices[i]];
        }

        return IsRecorded(x) ? result.RecordedAs(new Pick(x, indices)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => Place.Apply(gradient, indices, First!.Shape);
}

/// <summary>Zeros with each element added at its flat position: the counterpart of picking.</summary>
internal sealed class Place(Tensor x, int[] indices) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] indices, Shape shape)
    {
        var result = Tensor.AllocateZeros(shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var i = 0; i < from.Length; i++)
        {
            to[indices[i]] += from[i];
        }

        return IsRecorded(x) ? result.RecordedAs(new Place(x, indices)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => Pick.Apply(gradient, indices, First!.Shape);
}

/// <summary>Rows (entries of the first dimension) chosen by number, in the given order; a row may appear twice.</summary>
internal sealed class SelectRows(Tensor x, int[] rows) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] rows)
    {
        if (x.Shape.Rank == 0)
        {
            throw new ArgumentException("A scalar has no rows to select.");
        }

        var size = x.Shape[0] == 0 ? 0 : x.Size / x.Shape[0];
        var lengths = x.Shape.ToArray();
        lengths[0] = rows.Length;
        var result = Tensor.Allocate(Shape.Owned(lengths));
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)x.Shape[0])
            {
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"There is no row {rows[i]} in a tensor of shape {x.Shape}; allowed: 0 to {x.Shape[0] - 1}.");
            }

            from.Slice(rows[i] * size, size).CopyTo(to[(i * size)..]);
        }

        return IsRecorded(x) ? result.RecordedAs(new SelectRows(x, rows)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => PlaceRows.Apply(gradient, rows, First!.Shape);
}

/// <summary>Zeros with each row added at its number: the counterpart of selecting rows.</summary>
internal sealed class PlaceRows(Tensor x, int[] rows) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] rows, Shape shape)
    {
        var size = shape[0] == 0 ? 0 : shape.Size / shape[0];
        var result = Tensor.AllocateZeros(shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var i = 0; i < rows.Length; i++)
        {
            var target = to.Slice(rows[i] * size, size);
            Elementwise.Zip(default(AddFunction), target, from.Slice(i * size, size), target);
        }

        return IsRecorded(x) ? result.RecordedAs(new PlaceRows(x, rows)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => SelectRows.Apply(gradient, rows);
}

/// <summary>Two tensors one after the other along the first dimension.</summary>
internal sealed class Concatenate(Tensor x, Tensor y) : Operation(x, y)
{
    public static Tensor Apply(Tensor x, Tensor y)
    {
        int[] lengths = x.Shape.ToArray(), other = y.Shape.ToArray();
        if (lengths.Length == 0 || lengths.Length != other.Length || !lengths.AsSpan(1).SequenceEqual(other.AsSpan(1)))
        {
            throw new ArgumentException($"Concatenation: {x.Shape} and {y.Shape} must agree in all dimensions but the first.");
        }

        lengths[0] += other[0];
        var result = Tensor.Allocate(Shape.Owned(lengths));
        x.AsSpan().CopyTo(result.MutableSpan);
        y.AsSpan().CopyTo(result.MutableSpan[x.Size..]);
        return IsRecorded(x, y) ? result.RecordedAs(new Concatenate(x, y)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient)
    {
        var first = First!.Shape[0];
        return SelectRows.Apply(gradient, Enumerable.Range(input == 0 ? 0 : first, Input(input)!.Shape[0]).ToArray());
    }
}
