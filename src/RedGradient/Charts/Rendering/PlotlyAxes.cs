using System.Text.Json;
using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes a panel's axes and its colour bar in Plotly's schema, at the places that the drawing has for them.</summary>
internal static class PlotlyAxes
{
    private const double Ln10 = 2.302585092994045684;

    public static void Write(Utf8JsonWriter json, AxisPanel panel, PanelLayout layout, PlotlyPlace place)
    {
        var area = layout.Frame.Area;
        Begin(json, "xaxis", "y", [place.Across(area.X), place.Across(area.Right)], panel.Horizontal.Label, area.Width, 8, place);
        WriteTicks(json, layout.Frame.Horizontal, layout.HorizontalTicks);
        json.WriteBoolean("zeroline", false);
        WriteLine(json, true, panel.IsSurface);
        json.WriteEndObject();

        var vertical = layout.Frame.Vertical;
        Begin(json, "yaxis", "x", [place.Up(area.Bottom), place.Up(area.Y)], panel.Vertical.Label, area.Height, 6, place);
        WriteTicks(json, vertical, layout.VerticalTicks);
        json.WriteBoolean("zeroline", !panel.IsSurface && !vertical.Logarithmic && vertical.Minimum < 0 && vertical.Maximum > 0);
        json.WriteString("zerolinecolor", Palette.AxisLine);
        json.WriteNumber("zerolinewidth", 1);
        WriteLine(json, panel.IsSurface, panel.IsSurface);
        json.WriteEndObject();
    }

    /// <summary>The bar that explains the panel's colours, if it has one.</summary>
    public static void WriteScale(Utf8JsonWriter json, AxisPanel panel, PanelLayout layout, PlotlyPlace place)
    {
        if (panel.FirstScale is { } scale)
        {
            var area = layout.Frame.Area;
            WriteScale(json, scale, new Box(layout.BarLeft, area.Y, ColorBar.Width, area.Height), panel.ScaleName(place.Box.Width), place, AxisPanel.TickSize);
        }
    }

    /// <summary>A bar of its own, on a trace without points: that of a contour would show lines alone.</summary>
    public static void WriteScale(Utf8JsonWriter json, ColorScale scale, Box box, string? label, PlotlyPlace place, double size)
    {
        json.BeginTrace("scatter", place, name: null, legend: false);
        json.WriteString("mode", "markers");
        json.WriteString("hoverinfo", "skip");
        json.Numbers("x", [double.NaN]);
        json.Numbers("y", [double.NaN]);
        json.WriteStartObject("marker");
        json.Numbers("color", [scale.Minimum]);
        json.Scale(scale, "c");
        json.WriteBoolean("showscale", true);
        ColorBar.Write(json, scale, box, label, place, size);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The place of a value on an axis: on a logarithmic one ranges and annotations, unlike shapes, go by the exponent.</summary>
    public static double Position(double value, bool logarithmic) => logarithmic ? DeterministicMath.Log(value) / Ln10 : value;

    private static void Begin(Utf8JsonWriter json, string name, string anchor, double[] domain, string label, double room, double standoff, PlotlyPlace place)
    {
        json.WriteStartObject(name + place.Suffix);
        json.WriteString("anchor", anchor + place.Suffix);
        json.Numbers("domain", domain);
        json.WriteStartObject("title");
        var size = TextMetrics.FittingSize(label, AxisPanel.LabelSize, 10, room);
        json.WriteString("text", SvgBuilder.Escape(TextMetrics.Shorten(label, size, room, safe: true)));
        json.Number("standoff", standoff);
        json.Font("font", size, Palette.Ink);
        json.WriteEndObject();
        json.Font("tickfont", AxisPanel.TickSize, Palette.Muted);
        json.WriteString("gridcolor", Palette.Grid);
        // Ticks that nobody sees keep the numbers of the two axes apart where they meet.
        json.WriteString("ticks", "outside");
        json.WriteNumber("ticklen", 5);
        json.WriteString("tickcolor", "rgba(255,255,255,0)");
    }

    private static void WriteTicks(Utf8JsonWriter json, Axis axis, IReadOnlyList<PlacedLabel> ticks)
    {
        json.WriteString("type", axis.Logarithmic ? "log" : "linear");
        var (low, high) = (Position(axis.Minimum, axis.Logarithmic), Position(axis.Maximum, axis.Logarithmic));
        json.Numbers("range", axis.Reversed ? [high, low] : [low, high]);
        json.WriteBoolean("showgrid", axis.Categories is null);
        if (axis.Categories is not null || axis.Logarithmic)
        {
            // Categories are numbers with texts over them, so that names need not differ; a logarithm's own texts say "100µ".
            json.WriteString("tickmode", "array");
            json.Numbers("tickvals", ticks.Select(tick => tick.Value));
            json.Texts("ticktext", ticks.Select(tick => string.Join("<br>", tick.Lines.Select(SvgBuilder.Escape))));
            json.WriteNumber("tickangle", ticks.Any(tick => tick.Turned) ? -40 : 0);
            return;
        }

        // The drawing's ticks at the start, and others where a reader zooms in.
        json.WriteNumber("nticks", ticks.Count + 1);
        json.WriteNumber("tickangle", 0);
        json.WriteString("exponentformat", "power");
        json.WriteBoolean("separatethousands", axis.Maximum >= 10000 || axis.Minimum <= -10000);
        if (axis.Whole && ticks.Count > 1)
        {
            json.Number("tick0", ticks[0].Value);
            json.Number("dtick", ticks[1].Value - ticks[0].Value);
        }
    }

    private static void WriteLine(Utf8JsonWriter json, bool line, bool mirror)
    {
        json.WriteBoolean("showline", line);
        json.WriteString("linecolor", Palette.AxisLine);
        json.WriteNumber("linewidth", 1);
        json.WriteBoolean("mirror", mirror);
    }

    /// <summary>The lines and rings that an author drew.</summary>
    public static void WriteShapes(Utf8JsonWriter json, AxisPanel panel, PanelLayout layout, PlotlyPlace place)
    {
        foreach (var placed in panel.PlacedMarks(layout.Frame))
        {
            PlotlyMarks.WriteShape(json, placed.Mark, place);
        }
    }

    /// <summary>Their texts.</summary>
    public static void WriteAnnotations(Utf8JsonWriter json, AxisPanel panel, PanelLayout layout, PlotlyPlace place)
    {
        foreach (var placed in panel.PlacedMarks(layout.Frame))
        {
            PlotlyMarks.WriteLabel(json, placed, layout.Frame, place);
        }
    }
}
