using System.Globalization;

namespace RedGradient.Tensors;

/// <summary>Single-precision numbers in a row-major block with a <see cref="Shape"/>.</summary>
/// <remarks>
/// A tensor's values do not change after it was made, except those of a network's parameters, which an optimiser updates in place.
/// Images are <c>[batch, channels, height, width]</c> in [0, 1].
/// </remarks>
public sealed partial class Tensor
{
    // A view (reshape, rows, detach, track) reads its owner's storage from an offset.
    private readonly Tensor? owner;
    private readonly int offset;
    private float[]? storage;

    internal Tensor(float[] storage, Shape shape)
    {
        this.storage = storage;
        Shape = shape;
    }

    // Memory with unspecified values, from the arena of the running step where there is one.
    private Tensor(Shape shape)
    {
        Shape = shape;
        storage = TensorArena.Current?.Rent(shape.Size, this) ?? GC.AllocateUninitializedArray<float>(shape.Size);
    }

    private Tensor(Tensor source, int offset, Shape shape)
    {
        owner = source.owner ?? source;
        this.offset = source.offset + offset;
        Shape = shape;
    }

    /// <summary>The lengths of the dimensions, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Size => Shape.Size;

    /// <summary>The values in row-major order, without a copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor belonged to a step of a training loop that has ended.</exception>
    public ReadOnlySpan<float> AsSpan() => MutableSpan;

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

    internal Span<float> MutableSpan => ((owner ?? this).storage ?? throw Spent()).AsSpan(offset, Shape.Size);

    /// <summary>A new tensor with unspecified values, for a kernel to fill.</summary>
    internal static Tensor Allocate(Shape shape) => new(shape);

    /// <summary>A tensor of another shape on part of the same memory.</summary>
    internal Tensor View(int start, Shape shape) => new(this, start, shape);

    /// <summary>Gives the memory back; from now on reading this tensor, or a view of it, is an error.</summary>
    internal float[]? Release()
    {
        var released = storage;
        storage = null;
        return released;
    }

    private static InvalidOperationException Spent() => new(
        "This tensor belonged to a step of a training loop that has ended, and its memory has been reused. Call Keep() on it within the step to hold its values.");
}
