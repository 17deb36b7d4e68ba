using RedGradient.Charts.Traces;

namespace RedGradient.Charts.Rendering;

/// <summary>Names the series above the plot, in as many rows as they need, so that nothing lies over the data.</summary>
internal static class Legend
{
    private const double Size = 13;
    private const double RowHeight = 21;
    private const double Gap = 22;

    /// <summary>The height the legend will take.</summary>
    public static double Height(IReadOnlyList<Trace> entries, double width) => Draw(new SvgBuilder(), entries, new Box(0, 0, width, 0));

    /// <summary>Draws the legend at the top of a box.</summary>
    /// <returns>The height it takes.</returns>
    public static double Draw(SvgBuilder svg, IReadOnlyList<Trace> entries, Box box)
    {
        if (entries.Count == 0)
        {
            return 0;
        }

        var (x, y) = (box.X, box.Y + 12);
        foreach (var entry in entries)
        {
            var text = TextMetrics.Shorten(entry.Name!, Size, box.Width - entry.KeyWidth, safe: true);
            var width = entry.KeyWidth + TextMetrics.SafeWidth(text, Size);
            if (x > box.X && x + width > box.Right)
            {
                (x, y) = (box.X, y + RowHeight);
            }

            entry.DrawKey(svg, x, y);
            svg.Text(x + entry.KeyWidth, y + 4.5, text, Size);
            x += width + Gap;
        }

        return y - box.Y + 16;
    }
}
