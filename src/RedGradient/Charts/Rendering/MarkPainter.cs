namespace RedGradient.Charts.Rendering;

/// <summary>Draws reference lines and texts over a plot.</summary>
internal static class MarkPainter
{
    private const double Size = 12;

    public static void Draw(SvgBuilder svg, IReadOnlyList<Mark> marks, PlotFrame frame)
    {
        var area = frame.Area;
        var taken = new List<Box>();
        foreach (var mark in marks)
        {
            var width = TextMetrics.Width(mark.Label, Size);
            if (mark is { X: { } x, Y: { } y })
            {
                if (frame.CanDraw(x, y) && IsInside(frame.X(x), area.X, area.Right) && IsInside(frame.Y(y), area.Y, area.Bottom))
                {
                    DrawPoint(svg, mark, frame.X(x), frame.Y(y), width, area, taken);
                }
            }
            else if (mark.X is { } vertical && frame.Horizontal.CanDraw(vertical) && IsInside(frame.X(vertical), area.X, area.Right))
            {
                var place = frame.X(vertical);
                svg.Line(place, area.Y, place, area.Bottom, Palette.Muted, 1.4, "6 4");
                var left = place + 6 + width > area.Right ? Math.Max(area.X, place - 6 - width) : place + 6;
                Write(svg, mark.Label, left, area.Y + 14, width, area, taken);
            }
            else if (mark.Y is { } horizontal && frame.Vertical.CanDraw(horizontal) && IsInside(frame.Y(horizontal), area.Y, area.Bottom))
            {
                var place = frame.Y(horizontal);
                svg.Line(area.X, place, area.Right, place, Palette.Muted, 1.4, "6 4");
                Write(svg, mark.Label, Math.Max(area.X + 4, area.Right - width - 6), place - area.Y > 20 ? place - 6 : place + 16, width, area, taken);
            }
        }
    }

    private static void DrawPoint(SvgBuilder svg, Mark mark, double x, double y, double width, Box area, List<Box> taken)
    {
        svg.Fill(Markers.Path(0, x, y, 4), "none", $" stroke=\"{Palette.Ink}\" stroke-width=\"1.5\"");
        var left = x + 9 + width > area.Right ? Math.Max(area.X + 2, x - 9 - width) : x + 9;
        Write(svg, mark.Label, left, y - area.Y > 22 ? y - 7 : y + 18, width, area, taken);
    }

    // A label that would lie over an earlier one moves down a line.
    private static void Write(SvgBuilder svg, string label, double x, double y, double width, Box area, List<Box> taken)
    {
        var box = new Box(x, y - Size, width, Size * 1.25);
        while (taken.Exists(other => other.X < box.Right && box.X < other.Right && other.Y < box.Bottom && box.Y < other.Bottom) && box.Bottom < area.Bottom)
        {
            box = box with { Y = box.Y + (Size * 1.3) };
        }

        taken.Add(box);

        // A nearly opaque ground keeps the words readable over lines and colours.
        svg.Rectangle(box.X - 2, box.Y, box.Width + 4, box.Height + 1, "#ffffff", " fill-opacity=\"0.85\" rx=\"2\"");
        svg.Text(box.X, box.Y + Size, label, Size);
    }

    private static bool IsInside(double value, double low, double high) => value >= low - 0.5 && value <= high + 0.5;
}
