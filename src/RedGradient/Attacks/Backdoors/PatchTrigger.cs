using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A small picture put over a place of the image, as a sticker would be.</summary>
/// <remarks>
/// Gu, Dolan-Gavitt and Garg 2017 (arXiv 1708.06733), the traffic signs; with a mask the form of Liu et al. 2018 and of Wang et al. 2019:
/// x' = (1 − m) ⊙ x + m ⊙ p in the place of the picture, x' = x elsewhere.
/// </remarks>
public sealed record PatchTrigger : Trigger
{
    private readonly Tensor picture = null!;
    private readonly Tensor? mask;

    /// <summary>A chequerboard of black and white pixels, white in the corners where the side is odd; bottom right, touching no edge.</summary>
    /// <param name="side">Its side in pixels, at least 2; 4 by default.</param>
    /// <param name="channels">Channels, at least 1; 1 by default.</param>
    public static PatchTrigger Checkerboard(int side = 4, int channels = 1)
    {
        Require.AtLeast(2, side, "The side of the chequerboard");
        Require.AtLeast(1, channels, "The number of channels");
        var pixels = Enumerable.Range(0, channels * side * side).Select(i => ((i / side % side) + (i % side)) % 2 == 0 ? 1f : 0f).ToArray();
        return new PatchTrigger { Picture = Tensor.From(pixels, channels, side, side), Row = ^(side + 1), Column = ^(side + 1) };
    }

    /// <inheritdoc/>
    public override string Name => $"{Picture.Shape[1]}×{Picture.Shape[2]} patch";

    /// <summary>p, the picture: <c>[channels, height, width]</c> in [0, 1].</summary>
    /// <exception cref="ArgumentException">Another rank, no pixel, or a value outside [0, 1].</exception>
    public required Tensor Picture
    {
        get => picture;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            picture = TriggerPicture.Check(value, 3, "The picture of a patch", "[channels, height, width]")!;
        }
    }

    /// <summary>m, how much of each pixel is covered, from 0 to 1: <c>[height, width]</c> of the picture. Null, the default, covers it all.</summary>
    /// <exception cref="ArgumentException">Another rank, no pixel, or a value outside [0, 1].</exception>
    public Tensor? Mask
    {
        get => mask;
        init => mask = TriggerPicture.Check(value, 2, "The mask of a patch", "[height, width]");
    }

    /// <summary>The image row of the picture's first row; 0, the top, by default.</summary>
    public Index Row { get; init; } = 0;

    /// <summary>The image column of the picture's first column; 0, the left, by default.</summary>
    public Index Column { get; init; } = 0;

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
        TriggerPicture.CheckChannels(Picture, size);
        Place(size);
        if (Mask is not null && (Mask.Shape[0] != Picture.Shape[1] || Mask.Shape[1] != Picture.Shape[2]))
        {
            throw new ArgumentException($"The mask of a patch is as large as its picture; the mask is {Mask.Shape}, the picture {Picture.Shape}.");
        }
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        var (top, left) = Place(size);
        var (height, width) = (Picture.Shape[1], Picture.Shape[2]);
        var pixels = Picture.AsSpan();
        for (var i = 0; i < pixels.Length; i++)
        {
            var (channel, row, column) = (i / (height * width), i / width % height, i % width);
            var cover = Mask is null ? 1f : Mask.AsSpan()[(row * width) + column];
            ref var pixel = ref image[(((channel * size.Height) + top + row) * size.Width) + left + column];
            pixel = ((1f - cover) * pixel) + (cover * pixels[i]);
        }
    }

    private (int Row, int Column) Place(ImageSize size) => size.Place(Row, Column, Picture.Shape[1], Picture.Shape[2], "patch");
}
