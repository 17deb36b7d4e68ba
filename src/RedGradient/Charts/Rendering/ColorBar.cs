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
            svg.Text(x, box.Y + (box.Height / 2), TextMetrics.Shorten(label, size, box.Height), size, Palette.Ink, "middle", rotation: -90);
        }
    }

    private static IReadOnlyList<Tick> Ticks(ColorScale scale, double height) =>
        TickFinder.Linear(scale.Minimum, scale.Maximum, Math.Clamp((int)(height / 50), 2, 6), whole: false);
}
