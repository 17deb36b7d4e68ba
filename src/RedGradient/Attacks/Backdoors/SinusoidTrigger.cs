using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>Faint vertical stripes over the whole image (SIG): x'ᵢⱼ = xᵢⱼ + Δ·sin(2π·j·f / width), with j the column from 1.</summary>
/// <remarks>Barni, Kallas and Tondi 2019 (arXiv 1902.11237), who poison without changing a label. What leaves [0, 1] is cut off: on black only the bright half shows.</remarks>
public sealed record SinusoidTrigger : Trigger
{
    private readonly float amplitude = 20f / 255f;
    private readonly int frequency = 6;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"sinusoid, Δ = {Amplitude:0.###}");

    /// <summary>Δ, the height of the wave, above 0; 20/255 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Amplitude
    {
        get => amplitude;
        init => amplitude = Require.Positive(value, "The amplitude of the sinusoid");
    }

    /// <summary>f, the number of waves across the image, at least 1; 6 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Frequency
    {
        get => frequency;
        init => frequency = Require.AtLeast(1, value, "The frequency of the sinusoid");
    }

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        for (var column = 0; column < size.Width; column++)
        {
            var wave = Amplitude * (float)DeterministicMath.Sin(2.0 * Math.PI * (column + 1) * Frequency / size.Width);
            for (var at = column; at < image.Length; at += size.Width)
            {
                image[at] += wave;
            }
        }
    }
}
