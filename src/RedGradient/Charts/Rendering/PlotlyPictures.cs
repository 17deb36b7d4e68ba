using System.Text.Json;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes a grid of images as one heat map in Plotly's schema, with gaps of two cells between the images.</summary>
internal static class PlotlyPictures
{
    private const int Gap = 2;

    public static void WriteTrace(Utf8JsonWriter json, ImageSet set, int columns, ColorScale scale, PlotlyPlace place, bool signed)
    {
        json.BeginTrace("heatmap", place, null);
        json.WriteStartArray("z");
        var rows = (set.Images.Count + columns - 1) / columns;
        for (var y = 0; y < (rows * (set.ImageHeight + Gap)) - Gap; y++)
        {
            json.WriteStartArray();
            for (var x = 0; x < (columns * (set.ImageWidth + Gap)) - Gap; x++)
            {
                var (tileX, insideX) = (x / (set.ImageWidth + Gap), x % (set.ImageWidth + Gap));
                var (tileY, insideY) = (y / (set.ImageHeight + Gap), y % (set.ImageHeight + Gap));
                var index = (tileY * columns) + tileX;
                var isPixel = insideX < set.ImageWidth && insideY < set.ImageHeight && index < set.Images.Count;

                // Two digits more than the drawing's levels are enough, and a third of the length.
                json.Number(isPixel ? Rounded(set.Images[index][(insideY * set.ImageWidth) + insideX], scale) : double.NaN);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Scale(scale);
        json.WriteBoolean("showscale", signed);
        json.WriteEndObject();
    }

    public static void WriteAxes(Utf8JsonWriter json, ImageSet set, int columns, PlotlyPlace place)
    {
        json.WriteStartObject("xaxis" + place.Suffix);
        json.WriteString("anchor", "y" + place.Suffix);
        json.Numbers("domain", [place.Left, place.Right]);
        json.WriteBoolean("visible", false);
        json.WriteEndObject();
        json.WriteStartObject("yaxis" + place.Suffix);
        json.WriteString("anchor", "x" + place.Suffix);
        json.Numbers("domain", [place.Bottom, place.Top]);
        json.WriteBoolean("visible", false);
        json.WriteString("autorange", "reversed");
        json.WriteString("scaleanchor", "x" + place.Suffix);
        json.WriteEndObject();
    }

    public static void WriteCaptions(Utf8JsonWriter json, ImageSet set, string[]? captions, int columns, PlotlyPlace place)
    {
        for (var i = 0; i < (captions?.Length ?? 0); i++)
        {
            json.WriteStartObject();
            json.WriteString("text", SvgBuilder.Escape(captions![i]));
            json.WriteString("xref", "x" + place.Suffix);
            json.WriteString("yref", "y" + place.Suffix);
            json.Number("x", (i % columns * (set.ImageWidth + Gap)) + (set.ImageWidth / 2.0) - 0.5);
            json.Number("y", (i / columns * (set.ImageHeight + Gap)) + set.ImageHeight + 0.5);
            json.WriteString("yanchor", "bottom");
            json.WriteBoolean("showarrow", false);
            json.WriteEndObject();
        }
    }

    private static double Rounded(double value, ColorScale scale)
    {
        if (!double.IsFinite(value))
        {
            return double.NaN;
        }

        var step = Numbers.PowerOfTen(Numbers.Exponent(scale.Maximum) - 3);
        return Math.Round(value / step) * step;
    }
}
