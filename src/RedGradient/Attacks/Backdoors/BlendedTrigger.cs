using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A picture blended over the whole image: x' = (1 − α)·x + α·k.</summary>
/// <remarks>Chen et al. 2017 (arXiv 1712.05526), the blended injection attack.</remarks>
public sealed record BlendedTrigger : Trigger
{
    private readonly Tensor? picture;
    private readonly float opacity = 0.2f;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"blended picture, α = {Opacity}");

    /// <summary>k, the picture: <c>[channels, height, width]</c> of the images, in [0, 1]. Null, the default, takes uniform noise drawn from <see cref="Seed"/>.</summary>
    /// <exception cref="ArgumentException">Another rank, no pixel, or a value outside [0, 1].</exception>
    public Tensor? Picture
    {
        get => picture;
        init => picture = TriggerPicture.Check(value, 3, "The picture of a blended trigger", "[channels, height, width]");
    }

    /// <summary>α, the picture's share, from 0 to 1; 0.2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public float Opacity
    {
        get => opacity;
        init => opacity = (float)Require.Share(value, "The opacity of the blended picture");
    }

    /// <summary>Decides the picture where none is given; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
        if (Picture is null)
        {
            return;
        }

        TriggerPicture.CheckChannels(Picture, size);
        if (Picture.Shape[1] != size.Height || Picture.Shape[2] != size.Width)
        {
            throw new ArgumentException($"A blended picture is as large as the images; it has {Picture.Shape[1]}×{Picture.Shape[2]} pixels, the images {size.Height}×{size.Width}.");
        }
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        var random = new SeededRandom(Seed);
        for (var i = 0; i < image.Length; i++)
        {
            var pixel = Picture is null ? random.NextSingle() : Picture.AsSpan()[i];
            image[i] = ((1f - Opacity) * image[i]) + (Opacity * pixel);
        }
    }
}
