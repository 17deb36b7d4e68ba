using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Rounds every pixel to one of a few levels. Its derivative is 0 wherever it has one, so an attack that follows the gradient stands still: a mask, not a defence.</summary>
/// <remarks>Guo et al. 2018 (arXiv 1711.00117) use bit-depth reduction; Athalye, Carlini and Wagner 2018 (arXiv 1802.00420) break it by <see cref="Attacks.Evasion.BackwardPassApproximation"/>.</remarks>
public sealed record InputQuantization : IInputTransformation
{
    private readonly int levels = 8;

    /// <inheritdoc/>
    public string Name => "quantisation";

    /// <inheritdoc/>
    public bool IsRandom => false;

    /// <summary>The number of levels from 0 to 1, at least 2; 8 by default (3 bits).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int Levels
    {
        get => levels;
        init => levels = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Quantisation needs at least 2 levels; {value} was given.");
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor batch, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var values = batch.ToArray();
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = MathF.Floor((values[k] * (Levels - 1)) + 0.5f) / (Levels - 1);
        }

        return new Tensor(values, batch.Shape);
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Tensor.Zeros(batch.Shape);
    }
}
