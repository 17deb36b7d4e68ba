using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A trigger as a camera would see it: shifted, dimmed, with noise on it.</summary>
/// <remarks>
/// With T the trigger and S the shift, x' = x + strength·S(T(S⁻¹x) − S⁻¹x) + noise·n, with n a standard normal number where the trigger changes the
/// image and 0 elsewhere. What a shift moves out of the image is lost. The noise depends on the image and the seed alone, not on its place in a batch.
/// </remarks>
public sealed record VariedTrigger : Trigger
{
    private readonly float strength = 1f;
    private readonly float noise;

    /// <inheritdoc/>
    public override string Name => string.Concat(
        Original.Name,
        Down == 0 && Right == 0 ? "" : $", shifted by ({Down}, {Right})",
        Strength == 1f ? "" : FormattableString.Invariant($", dimmed to {100f * Strength:0}%"),
        Noise == 0f ? "" : FormattableString.Invariant($", noise {Noise}"));

    /// <summary>The trigger that is varied.</summary>
    public required Trigger Original { get; init; }

    /// <summary>By how many pixels it is shifted down; negative is up; 0 by default.</summary>
    public int Down { get; init; }

    /// <summary>By how many pixels it is shifted right; negative is left; 0 by default.</summary>
    public int Right { get; init; }

    /// <summary>How much of the change arrives, from 0 (none) to 1 (all, the default).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public float Strength
    {
        get => strength;
        init => strength = (float)Require.Share(value, "The strength of the varied trigger");
    }

    /// <summary>The standard deviation of the noise, in units of brightness, at least 0; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Noise
    {
        get => noise;
        init => noise = Require.NotNegative(value, "The noise of the varied trigger");
    }

    /// <summary>Decides the noise, together with the image; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size) => Original.CheckFits(size);

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        var random = new SeededRandom(Seed).Split(Fingerprint(image));
        var before = Shift(image, size, -Down, -Right);
        var after = before.ToArray();
        Original.Stamp(after, size);
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = Math.Clamp(after[i], 0f, 1f) - before[i];
        }

        var change = Shift(after, size, Down, Right);
        for (var i = 0; i < change.Length; i++)
        {
            if (change[i] != 0f)
            {
                image[i] += (Strength * change[i]) + (Noise == 0f ? 0f : Noise * (float)random.NextNormal());
            }
        }
    }

    private static float[] Shift(ReadOnlySpan<float> image, ImageSize size, int down, int right)
    {
        var result = new float[image.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = ((i / size.Width % size.Height) - down, (i % size.Width) - right);
            if (row >= 0 && row < size.Height && column >= 0 && column < size.Width)
            {
                result[i] = image[i - (down * size.Width) - right];
            }
        }

        return result;
    }

    // FNV-1a over the bits: the same image, the same noise.
    private static int Fingerprint(ReadOnlySpan<float> image)
    {
        var hash = 2166136261u;
        foreach (var value in image)
        {
            hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619u;
        }

        return (int)hash;
    }
}
