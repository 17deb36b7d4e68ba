namespace RedGradient.Charts.Rendering;

/// <summary>Draws grid lines, tick labels and the names of the axes.</summary>
internal static class AxisPainter
{
    private const double LeastLabel = 10;

    public static void Draw(
        SvgBuilder svg,
        PlotFrame frame,
        string horizontalLabel,
        string verticalLabel,
        IReadOnlyList<PlacedLabel> horizontalTicks,
        IReadOnlyList<PlacedLabel> verticalTicks,
        Box box,
        double tickSize,
        double labelSize)
    {
        var area = frame.Area;
        foreach (var tick in verticalTicks)
        {
            var y = frame.Y(tick.Value);
            if (frame.Vertical.Categories is null)
            {
                svg.Line(area.X, y, area.Right, y, Palette.Grid);
            }

            svg.Text(area.X - 8, y + (tickSize * 0.35), tick.Lines[0], tickSize, Palette.Muted, "end");
        }

        var labelBottom = area.Bottom;
        foreach (var tick in horizontalTicks)
        {
            var x = frame.X(tick.Value);
            if (frame.Horizontal.Categories is null)
            {
                svg.Line(x, area.Y, x, area.Bottom, Palette.Grid);
            }

            labelBottom = Math.Max(labelBottom, DrawHorizontal(svg, tick, x, area.Bottom + 6 + tickSize, tickSize));
        }

        if (horizontalLabel.Length > 0)
        {
            var size = TextMetrics.FittingSize(horizontalLabel, labelSize, LeastLabel, box.Width);
            var text = TextMetrics.Shorten(horizontalLabel, size, box.Width, safe: true);
            svg.Text(Inside(area.X + (area.Width / 2), TextMetrics.SafeWidth(text, size), box.X, box.Right), labelBottom + 10 + labelSize, text, size, Palette.Ink, "middle");
        }

        if (verticalLabel.Length > 0)
        {
            var left = area.X - 8 - verticalTicks.Select(tick => tick.Width).DefaultIfEmpty(0).Max() - 12;
            var size = TextMetrics.FittingSize(verticalLabel, labelSize, LeastLabel, box.Height);
            var text = TextMetrics.Shorten(verticalLabel, size, box.Height, safe: true);
            svg.Text(left, Inside(area.Y + (area.Height / 2), TextMetrics.SafeWidth(text, size), box.Y, box.Bottom), text, size, Palette.Ink, "middle", rotation: -90);
        }
    }

    /// <summary>The lines at the left and at the bottom, or all around a picture.</summary>
    public static void DrawAxisLines(SvgBuilder svg, PlotFrame frame, bool around)
    {
        var area = frame.Area;
        if (around)
        {
            svg.Rectangle(area.X, area.Y, area.Width, area.Height, "none", $" stroke=\"{Palette.AxisLine}\" stroke-width=\"1\"");
            return;
        }

        svg.Line(area.X, area.Bottom, area.Right, area.Bottom, Palette.AxisLine);
        if (!frame.Vertical.Logarithmic && frame.Vertical.Minimum < 0 && frame.Vertical.Maximum > 0)
        {
            svg.Line(area.X, frame.Y(0), area.Right, frame.Y(0), Palette.AxisLine);
        }
    }

    // The middle of a text that stays between two ends.
    private static double Inside(double middle, double length, double start, double end) =>
        length >= end - start ? (start + end) / 2 : Math.Clamp(middle, start + (length / 2), end - (length / 2));

    private static double DrawHorizontal(SvgBuilder svg, PlacedLabel tick, double x, double y, double size)
    {
        if (tick.Turned)
        {
            svg.Markup($"<g transform=\"rotate(-40 {Numbers.Coordinate(x)} {Numbers.Coordinate(y)})\">");
            for (var i = 0; i < tick.Lines.Count; i++)
            {
                svg.Text(x + 4, y + ((i - (tick.Lines.Count / 2.0) + 0.5) * size * 1.15), tick.Lines[i], size, Palette.Muted, "end");
            }

            svg.EndGroup();
            return y + (tick.Width * 0.64);
        }

        for (var i = 0; i < tick.Lines.Count; i++)
        {
            svg.Text(x, y + (i * size * 1.2), tick.Lines[i], size, Palette.Muted, "middle");
        }

        return y + ((tick.Lines.Count - 1) * size * 1.2);
    }
}
