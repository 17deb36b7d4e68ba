using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A tensor of weights that training changes in place.</summary>
/// <remarks>Reading it is safe on several threads as long as none changes it.</remarks>
public sealed class Parameter
{
    internal Parameter(string name, Tensor value)
    {
        Name = name;
        LocalName = name;
        Value = value.Keep();
        Tracked = Value.Track();
    }

    /// <summary>Where it stands in its network: the layer's number and what it is, for example <c>0.weight</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>Its name within its layer.</summary>
    internal string LocalName { get; set; }

    /// <summary>The values now, as a constant. They change when the network is trained; <see cref="Tensor.Keep"/> makes a copy that does not.</summary>
    public Tensor Value { get; }

    /// <summary>The same values as a tracked tensor: what gradients are taken with respect to.</summary>
    public Tensor Tracked { get; }

    /// <summary>The shape of the values.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>Which values are in use: 1, or 0 for a value that is held at 0 through training, <see cref="Set"/>, saving and loading. Null, the default, when all are.</summary>
    public Tensor? Mask { get; private set; }

    /// <summary>Holds some values at 0 from now on.</summary>
    /// <param name="mask">Of the same shape, each number 0 or 1; copied. Null frees all values; those that were held stay 0 until something changes them.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a number is neither 0 nor 1.</exception>
    public void SetMask(Tensor? mask)
    {
        if (mask is not null && !mask.Shape.Equals(Shape))
        {
            throw new ArgumentException($"The parameter {Name} has the shape {Shape}; a mask of shape {mask.Shape} was given.", nameof(mask));
        }

        foreach (var value in mask is null ? [] : mask.AsSpan())
        {
            if (value is not (0f or 1f))
            {
                throw new ArgumentException(FormattableString.Invariant($"A mask holds 0 for a value held at 0 and 1 for the others; the mask of {Name} holds {value}."), nameof(mask));
            }
        }

        Mask = mask?.Keep();
        HoldMasked();
    }

    /// <summary>Replaces the values in place; those that the mask holds stay 0.</summary>
    /// <param name="values">Of the same shape; copied.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!values.Shape.Equals(Shape))
        {
            throw new ArgumentException($"The parameter {Name} has the shape {Shape}; values of shape {values.Shape} were given.", nameof(values));
        }

        values.AsSpan().CopyTo(Value.MutableSpan);
        HoldMasked();
    }

    // What writes into the values calls this afterwards.
    internal void HoldMasked()
    {
        if (Mask is null)
        {
            return;
        }

        var mask = Mask.AsSpan();
        var values = Value.MutableSpan;
        for (var i = 0; i < values.Length; i++)
        {
            if (mask[i] == 0f)
            {
                values[i] = 0f;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
