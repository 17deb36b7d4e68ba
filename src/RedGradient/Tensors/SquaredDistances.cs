namespace RedGradient.Tensors;

/// <summary>Squared Euclidean distances from any inputs to a fixed set: ‖x‖² + ‖c‖² − 2·x·c.</summary>
internal sealed class SquaredDistances
{
    private readonly Tensor transposed;
    private readonly double[] lengths;

    public SquaredDistances(Tensor set)
    {
        var rows = set.Reshape(set.Shape[0], -1);
        transposed = rows.Transpose().Keep();
        lengths = Lengths(rows);
    }

    /// <summary>The distances of each input to each member of the set, <c>[inputs, set]</c> in row-major order, never negative.</summary>
    public double[] To(Tensor inputs)
    {
        using var step = TensorArena.OfThread.Begin();
        var rows = inputs.Reshape(inputs.Shape[0], -1);
        var own = Lengths(rows);
        var products = rows.MatMul(transposed).AsSpan();
        var result = new double[products.Length];
        for (var i = 0; i < own.Length; i++)
        {
            var from = products.Slice(i * lengths.Length, lengths.Length);
            var to = result.AsSpan(i * lengths.Length, lengths.Length);
            for (var j = 0; j < to.Length; j++)
            {
                // Rounding leaves the distance of a point to itself near 0, on either side.
                to[j] = Math.Max(0.0, own[i] + lengths[j] - (2.0 * from[j]));
            }
        }

        return result;
    }

    /// <summary>The distance between two points of one length, differences first: exact to rounding where the points lie close together.</summary>
    public static double Between(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0.0;
        for (var k = 0; k < first.Length; k++)
        {
            var difference = (double)first[k] - second[k];
            sum += difference * difference;
        }

        return sum;
    }

    private static double[] Lengths(Tensor rows)
    {
        var width = rows.Shape[1];
        var values = rows.AsSpan();
        var result = new double[rows.Shape[0]];
        for (var i = 0; i < values.Length; i++)
        {
            result[i / width] += (double)values[i] * values[i];
        }

        return result;
    }
}
