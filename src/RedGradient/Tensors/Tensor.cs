using System.Globalization;

namespace RedGradient.Tensors;

/// <summary>Single-precision numbers in a row-major block with a <see cref="Shape"/>.</summary>
/// <remarks>
/// A tensor's values do not change after it was made, except those of a network's parameters, which an optimiser updates in place.
/// Images are <c>[batch, channels, height, width]</c> in [0, 1].
/// </remarks>
public sealed partial class Tensor
{
    private readonly float[] storage;

    internal Tensor(float[] storage, Shape shape)
    {
        this.storage = storage;
        Shape = shape;
    }

    /// <summary>The lengths of the dimensions, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>The values in row-major order, without a copy.</summary>
    public ReadOnlySpan<float> AsSpan() => storage.AsSpan(0, Size);

    /// <summary>The values in row-major order, as a new array.</summary>
    public float[] ToArray() => AsSpan().ToArray();

    /// <summary>A tensor from values in row-major order; the values are copied.</summary>
    /// <param name="values">As many as the shape has elements.</param>
    /// <param name="shape">The lengths, outermost first; none for a scalar.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static Tensor From(float[] values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        var target = new Shape(shape);
        if (values.Length != target.Size)
        {
            throw new ArgumentException($"The shape {target} needs {target.Size} values; {values.Length} were given.", nameof(values));
        }

        return new Tensor((float[])values.Clone(), target);
    }

    /// <summary>The shape and, for small tensors, the values.</summary>
    public override string ToString() => Size <= 16
        ? $"Tensor {Shape}: {string.Join(", ", ToArray().Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))}"
        : $"Tensor {Shape}";

    internal Span<float> MutableSpan => storage.AsSpan(0, Size);
}
