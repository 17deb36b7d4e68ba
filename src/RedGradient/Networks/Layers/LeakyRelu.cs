using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>x where positive, else slope·x: no unit loses its gradient altogether (Maas et al. 2013).</summary>
public sealed class LeakyRelu : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="slope">The derivative below 0, from 0 to 1; 0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope lies outside [0, 1].</exception>
    public LeakyRelu(float slope = 0.01f)
    {
        Slope = slope is >= 0f and <= 1f
            ? slope
            : throw new ArgumentOutOfRangeException(nameof(slope), slope, FormattableString.Invariant($"The slope of a leaky ReLU must be from 0 to 1; {slope} was given."));
    }

    /// <summary>The derivative below 0.</summary>
    public float Slope { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LeakyRelu(Slope);
    }

    internal override Activation Activation => Activation.Rectifier(Slope);

    internal override JsonObject Describe() => new() { ["slope"] = Slope };
}
