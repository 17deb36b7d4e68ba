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

    /// <summary>Replaces the values in place.</summary>
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
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
