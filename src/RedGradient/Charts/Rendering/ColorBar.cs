using System.Text.Json;

namespace RedGradient.Charts.Rendering;

/// <summary>Explains the colours of a surface.</summary>
internal static class ColorBar
{
    public const double Width = 14;

    /// <summary>The room for tick labels and a name beside the bar.</summary>
    public static double LabelWidth(ColorScale scale, string? label, double size) =>
        10 + Ticks(scale, 200).Select(tick => TextMetrics.Width(tick.Label, size)).DefaultIfEmpty(0).Max() + (label is null ? 0 : 22);

    public static void Draw(SvgBuilder svg, ColorScale scale, Box box, string? label, double size)
    {
        var step = box.Height / scale.LevelCount;
        svg.Markup("<g shape-rendering=\"crispEdges\">");
        for (var level = 0; level < scale.LevelCount; level++)
        {
            // Each colour reaches to the top and is covered by the next, so that rounding leaves no gaps.
            svg.Rectangle(box.X, box.Y, box.Width, box.Height - (level * step), scale.Color(level));
        }

        svg.EndGroup();
        svg.Rectangle(box.X, box.Y, box.Width, box.Height, "none", $" stroke=\"{Palette.AxisLine}\" stroke-width=\"1\"");
        foreach (var tick in Ticks(scale, box.Height))
        {
            var y = box.Bottom - (((tick.Value * 0.5) - (scale.Minimum * 0.5)) / ((scale.Maximum * 0.5) - (scale.Minimum * 0.5)) * box.Height);
            svg.Line(box.Right, y, box.Right + 4, y, Palette.AxisLine);
            svg.Text(box.Right + 7, y + (size * 0.35), tick.Label, size, Palette.Muted);
        }

        if (label is not null)
        {
            var x = box.Right + LabelWidth(scale, label, size) - 6;
            var fitting = TextMetrics.FittingSize(label, size, 10, box.Height);
            svg.Text(x, box.Y + (box.Height / 2), TextMetrics.Shorten(label, fitting, box.Height, safe: true), fitting, Palette.Ink, "middle", rotation: -90);
        }
    }

    /// <summary>The bar in Plotly's schema, at the same place.</summary>
    public static void Write(Utf8JsonWriter json, ColorScale scale, Box box, string? label, PlotlyPlace place, double size)
    {
        json.WriteStartObject("colorbar");
        json.Number("x", place.Across(box.X));
        json.WriteString("xanchor", "left");
        json.WriteNumber("xpad", 0);
        json.Number("y", place.Up(box.Bottom));
        json.WriteString("yanchor", "bottom");
        json.WriteNumber("ypad", 0);
        json.WriteString("lenmode", "pixels");
        json.Number("len", box.Height);
        json.WriteString("thicknessmode", "pixels");
        json.Number("thickness", Width);
        json.WriteNumber("outlinewidth", 1);
        json.WriteString("outlinecolor", Palette.AxisLine);
        var ticks = Ticks(scale, box.Height);
        json.WriteString("tickmode", "array");
        json.Numbers("tickvals", ticks.Select(tick => tick.Value));
        json.Texts("ticktext", ticks.Select(tick => tick.Label));
        json.WriteString("ticks", "outside");
        json.WriteNumber("ticklen", 4);
        json.WriteString("tickcolor", Palette.AxisLine);
        json.Font("tickfont", size, Palette.Muted);
        if (label is not null)
        {
            json.WriteStartObject("title");
            json.WriteString("text", SvgBuilder.Escape(label));
            json.WriteString("side", "right");
            json.Font("font", TextMetrics.FittingSize(label, size, 10, box.Height), Palette.Ink);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static IReadOnlyList<Tick> Ticks(ColorScale scale, double height) =>
        TickFinder.Linear(scale.Minimum, scale.Maximum, Math.Clamp((int)(height / 50), 2, 6), whole: false);
}
