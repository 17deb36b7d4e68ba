namespace RedGradient.Tensors;

// Ways to make a tensor, and to read single elements.
public sealed partial class Tensor
{
    /// <summary>A matrix from values written out by row.</summary>
    /// <param name="values">Copied.</param>
    public static Tensor From(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var result = new float[values.Length];
        Buffer.BlockCopy(values, 0, result, 0, result.Length * sizeof(float));
        return new Tensor(result, new Shape(values.GetLength(0), values.GetLength(1)));
    }

    /// <summary>A tensor of rank 0.</summary>
    /// <param name="value">Its only element.</param>
    public static Tensor Scalar(float value) => Full(value, Shape.Scalar);

    /// <summary>All elements 0.</summary>
    /// <param name="shape">The lengths, outermost first.</param>
    public static Tensor Zeros(params int[] shape) => AllocateZeros(new Shape(shape));

    /// <summary>All elements 0.</summary>
    /// <param name="shape">The shape.</param>
    public static Tensor Zeros(Shape shape) => AllocateZeros(shape);

    /// <summary>All elements 1.</summary>
    /// <param name="shape">The lengths, outermost first.</param>
    public static Tensor Ones(params int[] shape) => Full(1f, new Shape(shape));

    /// <summary>All elements equal.</summary>
    /// <param name="value">Their value.</param>
    /// <param name="shape">The lengths, outermost first.</param>
    public static Tensor Full(float value, params int[] shape) => Full(value, new Shape(shape));

    /// <summary>All elements equal.</summary>
    /// <param name="value">Their value.</param>
    /// <param name="shape">The shape.</param>
    public static Tensor Full(float value, Shape shape)
    {
        var result = Allocate(shape);
        result.MutableSpan.Fill(value);
        return result;
    }

    /// <summary>Elements drawn evenly from [<paramref name="minimum"/>, <paramref name="maximum"/>), in row-major order.</summary>
    /// <param name="random">The source; it moves on.</param>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">Above the largest value.</param>
    /// <param name="shape">The lengths, outermost first.</param>
    public static Tensor Uniform(SeededRandom random, float minimum, float maximum, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(random);
        var result = Allocate(new Shape(shape));
        foreach (ref var value in result.MutableSpan)
        {
            value = (float)random.NextUniform(minimum, maximum);
        }

        return result;
    }

    /// <summary>Elements drawn from a normal distribution, in row-major order.</summary>
    /// <param name="random">The source; it moves on.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">At least 0.</param>
    /// <param name="shape">The lengths, outermost first.</param>
    public static Tensor Normal(SeededRandom random, float mean, float standardDeviation, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        var result = Allocate(new Shape(shape));
        foreach (ref var value in result.MutableSpan)
        {
            value = (float)(mean + (standardDeviation * random.NextNormal()));
        }

        return result;
    }

    /// <summary>One element.</summary>
    /// <param name="index">One number for each dimension; a negative one counts from the end.</param>
    /// <exception cref="ArgumentException">The number of indices is not the rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its dimension.</exception>
    public float this[params int[] index]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(index);
            if (index.Length != Shape.Rank)
            {
                throw new ArgumentException($"The shape {Shape} takes {Shape.Rank} indices; {index.Length} were given.", nameof(index));
            }

            var position = 0;
            for (var d = 0; d < index.Length; d++)
            {
                var i = index[d] < 0 ? index[d] + Shape[d] : index[d];
                if ((uint)i >= (uint)Shape[d])
                {
                    throw new ArgumentOutOfRangeException(nameof(index), index[d], $"Index {index[d]} lies outside dimension {d} of the shape {Shape}; allowed: {-Shape[d]} to {Shape[d] - 1}.");
                }

                position = (position * Shape[d]) + i;
            }

            return AsSpan()[position];
        }
    }

    /// <summary>The value of a tensor with one element.</summary>
    /// <exception cref="InvalidOperationException">It has more or fewer.</exception>
    public float ToScalar() => Size == 1
        ? AsSpan()[0]
        : throw new InvalidOperationException($"Only a tensor with one element has a single value; the shape is {Shape}.");
}
