using System.Text.Json;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes images in Plotly's schema: a heat map for each row of them, on axes that count the page's units, so that each pixel lies where the drawing has it.</summary>
internal static class PlotlyPictures
{
    public static void WriteRow(Utf8JsonWriter json, ImageSet set, int first, IReadOnlyList<Box> tiles, ColorScale scale, PlotlyPlace place)
    {
        json.BeginTrace("heatmap", place, name: null, legend: false);
        // Between two images lies a column without values.
        json.Numbers("x", tiles.SelectMany(tile => Enumerable.Range(0, set.ImageWidth + 1).Select(i => tile.X - place.Box.X + (tile.Width * i / set.ImageWidth))));
        json.Numbers("y", Enumerable.Range(0, set.ImageHeight + 1).Select(i => tiles[0].Y - place.Box.Y + (tiles[0].Height * i / set.ImageHeight)));
        json.WriteStartArray("z");
        for (var y = 0; y < set.ImageHeight; y++)
        {
            json.WriteStartArray();
            for (var tile = 0; tile < tiles.Count; tile++)
            {
                for (var x = 0; x < set.ImageWidth; x++)
                {
                    json.Number(Rounded(set.Images[first + tile][(y * set.ImageWidth) + x], scale));
                }

                if (tile < tiles.Count - 1)
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Scale(scale);
        json.WriteBoolean("showscale", false);
        json.WriteString("hoverinfo", "z");
        json.WriteEndObject();
    }

    public static void WriteAxes(Utf8JsonWriter json, PlotlyPlace place)
    {
        Write(json, "xaxis", "y", [place.Across(place.Box.X), place.Across(place.Box.Right)], [0, place.Box.Width], place);
        Write(json, "yaxis", "x", [place.Up(place.Box.Bottom), place.Up(place.Box.Y)], [place.Box.Height, 0], place);
    }

    public static void WriteCaption(Utf8JsonWriter json, IReadOnlyList<string> lines, double x, double y, double size, PlotlyPlace place)
    {
        json.WriteStartObject();
        json.WriteString("text", string.Join("<br>", lines.Select(SvgBuilder.Escape)));
        json.WriteString("xref", "x" + place.Suffix);
        json.WriteString("yref", "y" + place.Suffix);
        json.Number("x", x - place.Box.X);
        json.Number("y", y - place.Box.Y);
        json.WriteString("xanchor", "center");
        json.WriteString("yanchor", "top");
        json.WriteNumber("borderpad", 0);
        json.WriteBoolean("showarrow", false);
        json.Font("font", size, Palette.Ink);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string anchor, double[] domain, double[] range, PlotlyPlace place)
    {
        json.WriteStartObject(name + place.Suffix);
        json.WriteString("anchor", anchor + place.Suffix);
        json.Numbers("domain", domain);
        json.Numbers("range", range);
        json.WriteBoolean("visible", false);
        json.WriteEndObject();
    }

    // Two digits more than the drawing's levels are enough, and a third of the length.
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
