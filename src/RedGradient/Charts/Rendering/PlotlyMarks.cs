using System.Text.Json;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes reference lines, rings and texts in Plotly's schema.</summary>
internal static class PlotlyMarks
{
    private const double RingRadius = 4;

    public static void WriteShape(Utf8JsonWriter json, Mark mark, PlotlyPlace place)
    {
        json.WriteStartObject();
        json.WriteString("xref", "x" + place.Suffix + (mark.X is null ? " domain" : ""));
        json.WriteString("yref", "y" + place.Suffix + (mark.Y is null ? " domain" : ""));
        if (mark is { X: { } x, Y: { } y })
        {
            json.WriteString("type", "circle");
            json.WriteString("xsizemode", "pixel");
            json.WriteString("ysizemode", "pixel");
            json.Number("xanchor", x);
            json.Number("yanchor", y);
            json.Number("x0", -RingRadius);
            json.Number("x1", RingRadius);
            json.Number("y0", -RingRadius);
            json.Number("y1", RingRadius);
            Line(json, Palette.Ink, "solid", 1.5);
        }
        else
        {
            json.WriteString("type", "line");
            json.Number("x0", mark.X ?? 0);
            json.Number("x1", mark.X ?? 1);
            json.Number("y0", mark.Y ?? 0);
            json.Number("y1", mark.Y ?? 1);
            Line(json, Palette.Muted, "6px,4px", 1.4);
        }

        json.WriteEndObject();
    }

    /// <summary>A text where the drawing has it, tied to what it names, so that both move together when a reader zooms.</summary>
    public static void WriteLabel(Utf8JsonWriter json, PlacedMark placed, PlotFrame frame, PlotlyPlace place)
    {
        var (mark, _, _, label, box) = placed;
        var area = frame.Area;
        json.WriteStartObject();
        json.WriteString("text", SvgBuilder.Escape(label));
        json.WriteString("xref", "x" + place.Suffix + (mark.X is null ? " domain" : ""));
        json.WriteString("yref", "y" + place.Suffix + (mark.Y is null ? " domain" : ""));
        json.Number("x", mark.X is { } x ? PlotlyAxes.Position(x, frame.Horizontal.Logarithmic) : (box.X - area.X) / area.Width);
        json.Number("y", mark.Y is { } y ? PlotlyAxes.Position(y, frame.Vertical.Logarithmic) : (area.Bottom - box.Y) / area.Height);
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "top");
        json.Number("xshift", mark.X is null ? 0 : box.X - placed.X);
        json.Number("yshift", mark.Y is null ? 0 : placed.Y - box.Y);
        json.WriteString("align", "left");
        json.WriteNumber("borderpad", 0);
        json.WriteString("bgcolor", "rgba(255,255,255,0.7)");
        json.WriteBoolean("showarrow", false);
        json.Font("font", MarkPainter.Size, Palette.Ink);
        json.WriteEndObject();
    }

    /// <summary>The title of one of several charts, above it.</summary>
    public static void WriteSubtitle(Utf8JsonWriter json, IReadOnlyList<string> lines, double x, double y, double size, PlotlyPlace place)
    {
        json.WriteStartObject();
        json.WriteString("text", $"<b>{string.Join("<br>", lines.Select(SvgBuilder.Escape))}</b>");
        json.WriteString("xref", "paper");
        json.WriteString("yref", "paper");
        json.Number("x", place.Across(x));
        json.Number("y", place.Up(y));
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "top");
        json.WriteString("align", "left");
        json.WriteNumber("borderpad", 0);
        json.WriteBoolean("showarrow", false);
        json.Font("font", size, Palette.Ink);
        json.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter json, string color, string dash, double width)
    {
        json.WriteStartObject("line");
        json.WriteString("color", color);
        json.WriteString("dash", dash);
        json.Number("width", width);
        json.WriteEndObject();
    }
}
