using RedGradient.Charts.Display;
using RedGradient.Charts.Rendering;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>One or several images as pixels of a PNG file, grey or in colour, enlarged by a whole factor.</summary>
/// <remarks>Immutable. The same pixels give the same bytes on every machine. As the last expression of a notebook cell it shows itself.</remarks>
[TypeFormatterSource(typeof(PictureFormatterSource), PreferredMimeTypes = ["image/png", "text/plain"])]
public sealed class Picture
{
    private readonly byte[] png;

    private Picture(byte[] png, int width, int height, string alt)
    {
        this.png = png;
        (Width, Height, Alt) = (width, height, alt);
    }

    /// <summary>Pixels across, after enlarging.</summary>
    public int Width { get; }

    /// <summary>Pixels down, after enlarging.</summary>
    public int Height { get; }

    /// <summary>What the picture shows, for readers who cannot see it.</summary>
    public string Alt { get; }

    /// <summary>Makes a picture of one image or of several in rows, with white gaps between them.</summary>
    /// <param name="images">
    /// Values in [0, 1], others are cut off. Shape <c>[n, 1, h, w]</c> or <c>[n, h, w]</c> or <c>[h, w]</c> for grey, <c>[n, 3, h, w]</c> for red, green and blue.
    /// </param>
    /// <param name="alt">What the picture shows, in a sentence.</param>
    /// <param name="scale">The factor of enlargement, 1 to 32; 4 by default.</param>
    /// <param name="columns">Images in a row, at least 1; up to 10 by default.</param>
    /// <exception cref="ArgumentException">The shape does not fit, there is nothing to show, or a number is outside its limits.</exception>
    public static Picture From(Tensor images, string alt, int scale = 4, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrWhiteSpace(alt);
        var shape = images.Shape;
        var (count, channels, height, width) = shape.Rank switch
        {
            2 => (1, 1, shape[0], shape[1]),
            3 => (shape[0], 1, shape[1], shape[2]),
            4 when shape[1] is 1 or 3 => (shape[0], shape[1], shape[2], shape[3]),
            _ => throw new ArgumentException($"A picture has the shape [h, w], [n, h, w], [n, 1, h, w] or [n, 3, h, w]; this one has {shape}.", nameof(images)),
        };
        if (shape.Size == 0)
        {
            throw new ArgumentException($"A picture needs at least one pixel; the shape is {shape}.", nameof(images));
        }

        var across = columns ?? Math.Min(10, count);
        if (scale is < 1 or > 32 || across < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), $"The scale is 1 to 32 and a row has at least one image; scale {scale} and {across} columns were given.");
        }

        across = Math.Min(across, count);
        var tiles = new Tiling(count, channels, height, width, scale, across);
        return new Picture(Png.Encode(tiles.Samples(images.AsSpan()), tiles.TotalWidth, tiles.TotalHeight, channels), tiles.TotalWidth, tiles.TotalHeight, alt);
    }

    /// <summary>The PNG file.</summary>
    public byte[] ToPng() => (byte[])png.Clone();

    /// <summary>The PNG file in base64, as notebooks keep it.</summary>
    public string ToBase64() => Convert.ToBase64String(png);

    /// <summary>The picture as an HTML element that contains its file.</summary>
    public string ToHtml() => $"<img src=\"data:image/png;base64,{ToBase64()}\" width=\"{Width}\" height=\"{Height}\" alt=\"{SvgBuilder.Escape(Alt)}\">";

    /// <summary>The picture in one line of text.</summary>
    public override string ToString() => $"Picture, {Width} by {Height} pixels: {Alt}";
}
