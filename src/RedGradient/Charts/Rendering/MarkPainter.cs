namespace RedGradient.Charts.Rendering;

/// <summary>Draws reference lines and texts over a plot, each text where it covers least.</summary>
internal static class MarkPainter
{
    internal const double Size = 12;
    private const double LabelHeight = 15;

    /// <summary>Finds a place for each mark's label.</summary>
    /// <param name="marks">Those outside of the plot are left out.</param>
    /// <param name="frame">The plot.</param>
    /// <param name="places">Places of data, which labels avoid.</param>
    public static IReadOnlyList<PlacedMark> Place(IReadOnlyList<Mark> marks, PlotFrame frame, IReadOnlyList<(double X, double Y)> places)
    {
        var area = frame.Area;
        var placed = new List<PlacedMark>();
        foreach (var mark in marks)
        {
            var x = mark.X is { } horizontal && frame.Horizontal.CanDraw(horizontal) ? frame.X(horizontal) : double.NaN;
            var y = mark.Y is { } vertical && frame.Vertical.CanDraw(vertical) ? frame.Y(vertical) : double.NaN;
            var isVisible = (mark.X is null || IsInside(x, area.X, area.Right)) && (mark.Y is null || IsInside(y, area.Y, area.Bottom));
            if (!isVisible)
            {
                continue;
            }

            var label = TextMetrics.Shorten(mark.Label, Size, area.Width - 8, safe: true);
            var width = TextMetrics.SafeWidth(label, Size);
            var (xs, ys) = Candidates(mark, x, y, width, area);
            var boxes = ys.SelectMany(top => xs.Select(left => new Box(left, top, width, LabelHeight)));
            var best = boxes.MinBy(box => Cost(box, area, placed, places));
            placed.Add(new PlacedMark(mark, x, y, label, best));
        }

        return placed;
    }

    /// <summary>Draws the marks.</summary>
    public static void Draw(SvgBuilder svg, IReadOnlyList<PlacedMark> marks, PlotFrame frame)
    {
        var area = frame.Area;
        foreach (var (mark, x, y, label, box) in marks)
        {
            if (mark.X is null)
            {
                svg.Line(area.X, y, area.Right, y, Palette.Muted, 1.4, "6 4");
            }
            else if (mark.Y is null)
            {
                svg.Line(x, area.Y, x, area.Bottom, Palette.Muted, 1.4, "6 4");
            }
            else
            {
                svg.Fill(Markers.Path(0, x, y, 4), "none", $" stroke=\"{Palette.Ink}\" stroke-width=\"1.5\"");
            }

            // A pale ground keeps the words readable where they do lie over something.
            svg.Rectangle(box.X - 2, box.Y, box.Width + 4, box.Height, "#ffffff", " fill-opacity=\"0.7\" rx=\"2\"");
            svg.Text(box.X, box.Y + Size - 0.5, label, Size);
        }
    }

    // In the order in which they are liked.
    private static (double[] Lefts, double[] Tops) Candidates(Mark mark, double x, double y, double width, Box area)
    {
        double[] besideX = [x + 8, x - 8 - width];
        double[] aroundY = [y - LabelHeight - 4, y + 4];
        return (mark.X, mark.Y) switch
        {
            (null, _) => ([area.Right - width - 4, area.X + 6, area.X + ((area.Width - width) / 2)], aroundY),
            (_, null) => (besideX, [area.Y + 3, area.Bottom - LabelHeight - 4, area.Y + (area.Height / 3), area.Y + (area.Height * 2 / 3)]),
            _ => (besideX, [.. aroundY, y - (2 * LabelHeight), y + LabelHeight]),
        };
    }

    private static double Cost(Box box, Box area, List<PlacedMark> taken, IReadOnlyList<(double X, double Y)> places)
    {
        var outside = Math.Max(0, area.X - box.X) + Math.Max(0, box.Right - area.Right) + Math.Max(0, area.Y - box.Y) + Math.Max(0, box.Bottom - area.Bottom);
        var overlaps = taken.Count(other => other.LabelBox.X < box.Right && box.X < other.LabelBox.Right && other.LabelBox.Y < box.Bottom && box.Y < other.LabelBox.Bottom);
        var covered = places.Count(place => place.X > box.X - 3 && place.X < box.Right + 3 && place.Y > box.Y - 2 && place.Y < box.Bottom + 2);
        return (outside * 1000) + (overlaps * 200) + covered;
    }

    private static bool IsInside(double value, double low, double high) => value >= low - 0.5 && value <= high + 0.5;
}
