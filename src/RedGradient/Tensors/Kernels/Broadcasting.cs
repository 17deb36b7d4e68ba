using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Functions of two tensors whose shapes match from the innermost dimension outwards, a length of 1 (or none) standing for any.</summary>
internal static class Broadcasting
{
    /// <summary>The shape both are stretched to.</summary>
    /// <exception cref="ArgumentException">A dimension differs and neither length is 1.</exception>
    public static Shape Join(Shape x, Shape y, string operation)
    {
        if (x.Equals(y))
        {
            return x;
        }

        var rank = Math.Max(x.Rank, y.Rank);
        var lengths = new int[rank];
        for (var i = 1; i <= rank; i++)
        {
            var left = i <= x.Rank ? x[^i] : 1;
            var right = i <= y.Rank ? y[^i] : 1;
            if (left != right && left != 1 && right != 1)
            {
                throw new ArgumentException($"{operation}: the shapes {x} and {y} do not fit each other; counted from the last dimension, lengths must be equal or one of them 1, and {left} meets {right}.");
            }

            lengths[rank - i] = left == 1 ? right : left;
        }

        return Shape.Owned(lengths);
    }

    public static Tensor Zip<TFunction>(TFunction function, Tensor x, Tensor y, string operation)
        where TFunction : struct, IBinaryFunction
    {
        var shape = Join(x.Shape, y.Shape, operation);
        var result = Tensor.Allocate(shape);
        if (x.Size == shape.Size && y.Size == shape.Size)
        {
            Elementwise.Zip(function, x, y, result);
        }
        else if (y.Size == 1)
        {
            Elementwise.Map(new WithRight<TFunction>(function, y.AsSpan()[0]), x, result);
        }
        else if (x.Size == 1)
        {
            Elementwise.Map(new WithLeft<TFunction>(function, x.AsSpan()[0]), y, result);
        }
        else if (shape.Size > 0)
        {
            ZipStretched(function, x, y, result);
        }

        return result;
    }

    /// <summary>The tensor repeated to a larger shape.</summary>
    public static Tensor Stretch(Tensor x, Shape shape)
    {
        var result = Tensor.Allocate(shape);
        var to = result.MutableSpan;
        if (x.Size == 1)
        {
            to.Fill(x.AsSpan()[0]);
            return result;
        }

        if (shape.Size == 0)
        {
            return result;
        }

        var steps = Steps(x.Shape, shape);
        var inner = shape[^1];
        var from = x.AsSpan();
        var index = new int[shape.Rank];
        for (var start = 0; start < to.Length; start += inner)
        {
            var offset = Offset(index, steps);
            if (steps[^1] == 0)
            {
                to.Slice(start, inner).Fill(from[offset]);
            }
            else
            {
                from.Slice(offset, inner).CopyTo(to[start..]);
            }

            Advance(index, shape);
        }

        return result;
    }

    /// <summary>One row, written over and over.</summary>
    public static void FillRows(ReadOnlySpan<float> row, Span<float> rows)
    {
        if (row.Length > 32 || row.Length % Vector256<float>.Count != 0)
        {
            for (var start = 0; start < rows.Length; start += row.Length)
            {
                row.CopyTo(rows[start..]);
            }

            return;
        }

        // Short rows of whole vectors: a call for each would cost more than the copy.
        for (var column = 0; column < row.Length; column += Vector256<float>.Count)
        {
            var values = Vector256.Create(row[column..]);
            for (var start = column; start < rows.Length; start += row.Length)
            {
                values.CopyTo(rows[start..]);
            }
        }
    }

    private static void ZipStretched<TFunction>(TFunction function, Tensor x, Tensor y, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        var shape = result.Shape;
        var inner = shape[^1];
        int[] xSteps = Steps(x.Shape, shape), ySteps = Steps(y.Shape, shape);
        ReadOnlySpan<float> left = x.AsSpan(), right = y.AsSpan();
        var to = result.MutableSpan;
        var index = new int[shape.Rank];
        for (var start = 0; start < to.Length; start += inner)
        {
            int i = Offset(index, xSteps), j = Offset(index, ySteps);
            var target = to.Slice(start, inner);
            if (xSteps[^1] == 0)
            {
                Elementwise.Map(new WithLeft<TFunction>(function, left[i]), right.Slice(j, inner), target);
            }
            else if (ySteps[^1] == 0)
            {
                Elementwise.Map(new WithRight<TFunction>(function, right[j]), left.Slice(i, inner), target);
            }
            else
            {
                Elementwise.Zip(function, left.Slice(i, inner), right.Slice(j, inner), target);
            }

            Advance(index, shape);
        }
    }

    // How far one step along each dimension of the large shape goes in the small tensor; 0 where it is repeated.
    private static int[] Steps(Shape small, Shape large)
    {
        var steps = new int[large.Rank];
        var step = 1;
        for (var i = 1; i <= small.Rank; i++)
        {
            steps[large.Rank - i] = small[^i] == 1 && large[^i] != 1 ? 0 : step;
            step *= small[^i];
        }

        // A last dimension of length 1 in both may count as contiguous.
        return steps;
    }

    private static int Offset(int[] index, int[] steps)
    {
        var offset = 0;
        for (var d = 0; d < index.Length - 1; d++)
        {
            offset += index[d] * steps[d];
        }

        return offset;
    }

    // The next position of all dimensions but the last.
    private static void Advance(int[] index, Shape shape)
    {
        for (var d = index.Length - 2; d >= 0; d--)
        {
            if (++index[d] < shape[d])
            {
                return;
            }

            index[d] = 0;
        }
    }

    private readonly struct WithRight<TFunction>(TFunction function, float right) : IUnaryFunction
        where TFunction : struct, IBinaryFunction
    {
        private readonly TFunction function = function;
        private readonly float right = right;

        public Vector256<float> Apply(Vector256<float> x) => function.Apply(x, Vector256.Create(right));
    }

    private readonly struct WithLeft<TFunction>(TFunction function, float left) : IUnaryFunction
        where TFunction : struct, IBinaryFunction
    {
        private readonly TFunction function = function;
        private readonly float left = left;

        public Vector256<float> Apply(Vector256<float> x) => function.Apply(Vector256.Create(left), x);
    }
}
