using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>In training sets each number to 0 with a given probability and divides the others by 1 − rate; in use does nothing (Srivastava et al. 2014).</summary>
public sealed class Dropout : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The probability of a zero, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside [0, 1).</exception>
    public Dropout(float rate)
    {
        Rate = rate is >= 0f and < 1f
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, FormattableString.Invariant($"A dropout rate must be from 0 to below 1; {rate} was given."));
    }

    /// <summary>The probability of a zero.</summary>
    public float Rate { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        if (!pass.IsTraining || Rate == 0f)
        {
            return input;
        }

        var random = pass.Random ?? throw new ArgumentException("Dropout in training needs the pass's random source.", nameof(pass));
        var mask = Tensor.Zeros(input.Shape);
        var kept = 1f / (1f - Rate);
        foreach (ref var value in mask.MutableSpan)
        {
            value = random.NextSingle() < Rate ? 0f : kept;
        }

        return input * mask;
    }

    internal override JsonObject Describe() => new() { ["rate"] = Rate };
}
