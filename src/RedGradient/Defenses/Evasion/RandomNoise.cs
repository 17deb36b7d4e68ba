using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Adds fresh normal noise to every image at every call: one asking shows the slope at a random place.</summary>
/// <remarks>Broken by averaging, <see cref="Attacks.Evasion.ExpectationOverTransformation"/>.</remarks>
public sealed record RandomNoise : IInputTransformation
{
    private readonly float standardDeviation = 0.3f;

    /// <inheritdoc/>
    public string Name => "random noise";

    /// <inheritdoc/>
    public bool IsRandom => true;

    /// <summary>The standard deviation of the noise; 0.3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float StandardDeviation
    {
        get => standardDeviation;
        init => standardDeviation = Require.NotNegative(value, "The standard deviation");
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor batch, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        var values = batch.ToArray();
        var length = batch.Shape[0] == 0 ? 0 : values.Length / batch.Shape[0];
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            var own = random.Split(i);
            foreach (ref var value in values.AsSpan(i * length, length))
            {
                value = (float)(value + (StandardDeviation * own.NextNormal()));
            }
        }

        return new Tensor(values, batch.Shape);
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random) => gradient;
}
