using System.Globalization;

namespace RedGradient.Charts.Rendering;

/// <summary>Colours for numbers: anchors with straight lines between them, cut into a fixed number of levels.</summary>
internal sealed class ColorScale
{
    /// <summary>How many colours a scale has, each of them one path in the picture; odd, so that a diverging scale has a middle.</summary>
    public const int Levels = 33;

    private readonly int[] anchors;
    private readonly int levels;

    private ColorScale(double minimum, double maximum, int[] anchors, int levels = Levels)
    {
        Minimum = minimum;
        Maximum = maximum;
        this.anchors = anchors;
        this.levels = levels;
    }

    public double Minimum { get; }

    public double Maximum { get; }

    public int LevelCount => levels;

    /// <summary>From dark violet over green to yellow: brightness rises evenly with the value.</summary>
    public static ColorScale Sequential(double minimum, double maximum) =>
        Widened(minimum, maximum, [0x440154, 0x46327e, 0x365c8d, 0x277f8e, 0x1fa187, 0x4ac16d, 0xa0da39, 0xfde725]);

    /// <summary>From pale to dark blue, for counts with numbers written over them.</summary>
    public static ColorScale Shares(double minimum, double maximum) =>
        Widened(minimum, maximum, [0xf7fbff, 0xcfe1f2, 0x93c4df, 0x4a97c9, 0x1764ab, 0x08306b]);

    /// <summary>Blue below zero, near white at zero, orange-red above: both ends equally far from zero.</summary>
    public static ColorScale Diverging(double largest) =>
        Widened(-largest, largest, [0x053b63, 0x0072b2, 0x7db8da, 0xf7f7f7, 0xf0a678, 0xd55e00, 0x6b2700]);

    /// <summary>The pale colours of the first two classes, white where a score is undecided.</summary>
    public static ColorScale Decision(double minimum, double maximum) =>
        Widened(minimum, maximum, [0x66aad1, 0xb3d5e8, 0xfcfcfc, 0xf7d0b4, 0xe69e66]);

    /// <summary>Black to white.</summary>
    public static ColorScale Grey(double minimum, double maximum) => Widened(minimum, maximum, [0x000000, 0xffffff]);

    /// <summary>One pale colour for each class.</summary>
    public static ColorScale Classes(int count)
    {
        var colors = new int[Math.Max(2, count)];
        for (var i = 0; i < colors.Length; i++)
        {
            var color = int.Parse(Palette.Color(i).AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            colors[i] = Mix(color, 0xffffff, 0.62);
        }

        return new ColorScale(0, colors.Length - 1, colors, colors.Length);
    }

    /// <summary>The level of a value, from 0 to <see cref="LevelCount"/> − 1; values outside the range take the end's; −1 where there is none.</summary>
    public int Level(double value)
    {
        if (double.IsNaN(value))
        {
            return -1;
        }

        var position = ((value * 0.5) - (Minimum * 0.5)) / ((Maximum * 0.5) - (Minimum * 0.5));
        return (int)Math.Round(Math.Clamp(position, 0, 1) * (levels - 1));
    }

    /// <summary>The colour of a level.</summary>
    public string Color(int level)
    {
        var position = (double)level / (levels - 1) * (anchors.Length - 1);
        var index = Math.Min((int)position, anchors.Length - 2);
        return "#" + Mix(anchors[index], anchors[index + 1], position - index).ToString("x6", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether dark text is readable on a level's colour.</summary>
    public bool IsLight(int level)
    {
        var color = int.Parse(Color(level).AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (0.299 * (color >> 16)) + (0.587 * ((color >> 8) & 255)) + (0.114 * (color & 255)) > 140;
    }

    // A single value stands in the middle of a range that its own size suggests; so do values that differ in their last digits only.
    private static ColorScale Widened(double minimum, double maximum, int[] anchors)
    {
        var size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        var half = size < 1 / Extent.Largest ? 0.5 : size * 0.1;
        return (maximum * 0.5) - (minimum * 0.5) > size * 1e-9 && size >= 1 / Extent.Largest
            ? new ColorScale(minimum, maximum, anchors)
            : new ColorScale(minimum - half, minimum + half, anchors);
    }

    private static int Mix(int from, int to, double share)
    {
        var result = 0;
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            var a = (from >> shift) & 255;
            var b = (to >> shift) & 255;
            result |= (int)Math.Round(a + ((b - a) * share)) << shift;
        }

        return result;
    }
}
