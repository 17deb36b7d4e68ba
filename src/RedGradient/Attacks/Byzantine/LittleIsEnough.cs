using RedGradient.Tensors;

namespace RedGradient.Attacks.Byzantine;

/// <summary>A shift small enough to hide among the honest: all send mean − z·standard deviation of the honest updates, coordinate by coordinate.</summary>
/// <remarks>
/// Baruch, Baruch and Goldberg 2019 (arXiv 1902.06156). The Byzantine updates agree with each other, and lie no further out than some honest ones: Krum picks one of them, median and trimmed
/// mean are pulled along.
/// </remarks>
public sealed record LittleIsEnough : ByzantineAttack
{
    private readonly float deviations = 1f;

    /// <inheritdoc/>
    public override string Name => "a little is enough";

    /// <summary>z, how many standard deviations, above 0; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Deviations
    {
        get => deviations;
        init => deviations = Require.Positive(value, "The number of standard deviations");
    }

    /// <inheritdoc/>
    protected override void Send(Span<float> update, ReadOnlySpan<float> honest, SeededRandom random)
    {
        var workers = honest.Length / update.Length;
        for (var k = 0; k < update.Length; k++)
        {
            double sum = 0.0, squares = 0.0;
            for (var i = 0; i < workers; i++)
            {
                sum += honest[(i * update.Length) + k];
            }

            var mean = sum / workers;
            for (var i = 0; i < workers; i++)
            {
                var difference = honest[(i * update.Length) + k] - mean;
                squares += difference * difference;
            }

            update[k] = (float)(mean - (Deviations * Math.Sqrt(squares / workers)));
        }
    }
}
