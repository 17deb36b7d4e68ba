using System.Collections;
using System.Globalization;

namespace RedGradient.Tensors;

/// <summary>The lengths of a tensor's dimensions, outermost first: an image batch is <c>[batch, channels, height, width]</c>.</summary>
/// <remarks>Immutable and safe to share between threads. A scalar has rank 0 and one element. A dimension may be 0: an empty batch.</remarks>
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[] lengths;

    /// <summary>Creates a shape from its lengths, outermost first.</summary>
    /// <param name="lengths">Each at least 0; their product must fit an <see cref="int"/>.</param>
    /// <exception cref="ArgumentException">A length is negative, or the product is too large.</exception>
    public Shape(params int[] lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        this.lengths = (int[])lengths.Clone();
        Size = Product(lengths);
    }

    private Shape(int[] lengths, int size)
    {
        this.lengths = lengths;
        Size = size;
    }

    /// <summary>The shape of a scalar: rank 0, one element.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of dimensions.</summary>
    public int Rank => lengths.Length;

    /// <inheritdoc cref="Rank"/>
    public int Count => lengths.Length;

    /// <summary>The number of elements: the product of the lengths; 1 for a scalar.</summary>
    public int Size { get; }

    /// <summary>The length of one dimension; a negative index counts from the innermost, −1 being the last.</summary>
    /// <param name="dimension">From −<see cref="Rank"/> to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[int dimension] => (uint)dimension < (uint)lengths.Length ? lengths[dimension] : lengths[NormalizeDimension(dimension)];

    /// <summary>Turns a dimension counted from the end (negative) into one counted from the start.</summary>
    /// <param name="dimension">From −<see cref="Rank"/> to <see cref="Rank"/> − 1.</param>
    /// <returns>From 0 to <see cref="Rank"/> − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int NormalizeDimension(int dimension)
    {
        if (dimension < -Rank || dimension >= Rank)
        {
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"The shape {this} has no dimension {dimension}; allowed: {-Rank} to {Rank - 1}.");
        }

        return dimension < 0 ? dimension + Rank : dimension;
    }

    /// <summary>The lengths as a new array.</summary>
    public int[] ToArray() => (int[])lengths.Clone();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && (ReferenceEquals(this, other) || lengths.AsSpan().SequenceEqual(other.lengths));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = lengths.Length;
        foreach (var length in lengths)
        {
            hash = unchecked((hash * 31) + length);
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)lengths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => lengths.GetEnumerator();

    /// <summary>The shape as it is written in this documentation: <c>[2, 3]</c>; a scalar is <c>[]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", lengths.Select(length => length.ToString(CultureInfo.InvariantCulture))) + "]";

    internal ReadOnlySpan<int> Lengths => lengths;

    // Takes over an array that nobody else holds.
    internal static Shape Owned(params int[] lengths) => new(lengths, Product(lengths));

    private static int Product(int[] lengths)
    {
        long size = 1;
        foreach (var length in lengths)
        {
            if (length < 0)
            {
                throw new ArgumentException($"A shape's lengths must be 0 or more; the shape [{string.Join(", ", lengths)}] has {length}.", nameof(lengths));
            }

            size *= length;
            if (size > int.MaxValue)
            {
                throw new ArgumentException($"The shape [{string.Join(", ", lengths)}] has more than {int.MaxValue} elements.", nameof(lengths));
            }
        }

        return (int)size;
    }
}
