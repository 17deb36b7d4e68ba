using RedGradient.Charts.Traces;

namespace RedGradient.Charts.Rendering;

/// <summary>One pair of axes with everything drawn between them: what a chart holds, and how it is laid out in a box.</summary>
internal sealed class AxisPanel
{
    internal const double LabelSize = 13;
    internal const double TickSize = 12;

    public AxisOptions Horizontal { get; } = new();

    public AxisOptions Vertical { get; } = new();

    public List<Trace> Traces { get; } = [];

    public List<Mark> Marks { get; } = [];

    public bool ShowLegend { get; set; } = true;

    /// <summary>The width of the plot divided by its height, if that matters.</summary>
    public double? Aspect { get; set; }

    public string? ScaleLabel { get; set; }

    /// <summary>The traces that have a name for the legend; a single one is named by title and axis already.</summary>
    public IReadOnlyList<Trace> LegendEntries => ShowLegend ? [.. Traces.Where(trace => trace.Name is not null)] : [];

    /// <summary>The index of the next series' colour, dash and marker.</summary>
    public int NextStyle => Traces.Count(trace => trace.Name is not null);

    /// <summary>The axes for what the traces show.</summary>
    public (Axis Horizontal, Axis Vertical) Axes()
    {
        var (x, y) = (new Extent(), new Extent());
        foreach (var trace in Traces)
        {
            trace.Extend(x, y);
        }

        foreach (var mark in Marks)
        {
            x.Include(mark.X ?? double.NaN);
            y.Include(mark.Y ?? double.NaN);
        }

        return (MakeAxis(x, Horizontal, "horizontal"), MakeAxis(y, Vertical, "vertical"));
    }

    /// <summary>The height at which a plot of the wanted proportions fills the width, as far as that is not too high.</summary>
    public double HeightForAspect(double width, double most)
    {
        var name = ScaleName(width);
        var bar = FirstScale is { } scale ? 16 + ColorBar.Width + ColorBar.LabelWidth(scale, name, TickSize) : 10;
        var beside = bar + (Vertical.Label.Length > 0 ? 64 : 40);
        var above = LegendEntries.Count > 0 ? Legend.Height(LegendEntries, width) : 0;
        var below = Horizontal.Label.Length > 0 ? 56 : 34;
        return Math.Clamp((Math.Max(40, width - beside) / (Aspect ?? 1)) + above + below, 140, most);
    }

    public void Draw(SvgBuilder svg, Box box)
    {
        if (Traces.Count == 0)
        {
            throw new InvalidOperationException("The chart has no data yet: add at least one series before it is shown.");
        }

        foreach (var trace in Traces)
        {
            trace.Define(svg);
        }

        var legend = Legend.Draw(svg, LegendEntries, box);
        var below = box with { Y = box.Y + legend, Height = box.Height - legend };
        var (frame, horizontalTicks, verticalTicks, barLeft) = LayOut(below);
        AxisPainter.Draw(svg, frame, Horizontal.Label, Vertical.Label, horizontalTicks, verticalTicks, below, TickSize, LabelSize);

        // Markers may reach over the edge a little, and numbers over bars a line, unless the author cut the axis there.
        var above = Vertical.Maximum is null ? TopMargin : 4;
        svg.BeginClip(frame.Area.X - 4, frame.Area.Y - above, frame.Area.Width + 8, frame.Area.Height + above + 4);
        foreach (var trace in Traces)
        {
            trace.Draw(svg, frame);
        }

        svg.EndGroup();
        AxisPainter.DrawAxisLines(svg, frame, IsSurface);
        MarkPainter.Draw(svg, PlacedMarks(frame), frame);
        if (FirstScale is { } scale)
        {
            ColorBar.Draw(svg, scale, new Box(barLeft, frame.Area.Y, ColorBar.Width, frame.Area.Height), ScaleName(box.Width), TickSize);
        }
    }

    /// <summary>The marks that lie within the plot, each with the place of its label.</summary>
    public IReadOnlyList<PlacedMark> PlacedMarks(PlotFrame frame) =>
        Marks.Count == 0 ? [] : MarkPainter.Place(Marks, frame, [.. Traces.SelectMany(trace => trace.Places(frame))]);

    /// <summary>Whether the plot is a picture, with a line all around.</summary>
    public bool IsSurface => Traces.Exists(trace => trace is GridTrace or ContourTrace);

    private double TopMargin => Traces.Exists(trace => trace is BarTrace) ? 16 : 8;

    public ColorScale? FirstScale => Traces.Select(trace => trace.Scale).FirstOrDefault(scale => scale is not null);

    // A small panel has no room for it; the title and the description say it.
    public string? ScaleName(double width) => width < 400 ? null : ScaleLabel;

    /// <summary>Lays the panel out in a box that the legend has left.</summary>
    public PanelLayout LayOut(Box box)
    {
        if (Traces.Count == 0)
        {
            throw new InvalidOperationException("The chart has no data yet: add at least one series before it is shown.");
        }

        var (x, y) = Axes();
        var bar = FirstScale is { } scale ? 16 + ColorBar.Width + ColorBar.LabelWidth(scale, ScaleName(box.Width), TickSize) : 0;
        var bottom = Horizontal.Label.Length > 0 ? 48.0 : 26.0;
        IReadOnlyList<PlacedLabel> horizontalTicks = [];
        IReadOnlyList<PlacedLabel> verticalTicks = [];
        var area = box;

        // Labels depend on the room and the room on the labels; two rounds settle it.
        for (var round = 0; round < 3; round++)
        {
            verticalTicks = TickLabels.Vertical(y, area.Height, TickSize, box.Width * 0.3);
            var left = (Vertical.Label.Length > 0 ? 24 : 0) + 9 + verticalTicks.Select(tick => tick.Width).DefaultIfEmpty(0).Max();
            var right = bar > 0 ? bar : 10;
            var width = Math.Max(20, box.Width - left - right);
            var height = Math.Max(20, box.Height - bottom - TopMargin);
            if (Aspect is { } aspect)
            {
                (width, height) = (Math.Min(width, height * aspect), Math.Min(height, width / aspect));
            }

            // A plot that is narrower than its box stands in the middle of it.
            var slack = Math.Max(0, box.Width - left - right - width) / 2;
            area = new Box(box.X + left + slack, box.Y + TopMargin, width, height);
            horizontalTicks = TickLabels.Horizontal(x, area.Width, TickSize, out var labelHeight);
            bottom = labelHeight + 12 + (Horizontal.Label.Length > 0 ? 24 : 2);
        }

        return new PanelLayout(new PlotFrame(area, x, y), horizontalTicks, verticalTicks, area.Right + 16);
    }

    private static Axis MakeAxis(Extent extent, AxisOptions options, string direction)
    {
        if (options.Categories is { } categories)
        {
            return Axis.Named(categories, options.Reversed);
        }

        if (options.Logarithmic && extent.SmallestPositive > extent.Maximum)
        {
            throw new InvalidOperationException($"A logarithmic {direction} axis needs values above 0; the largest one is {Numbers.Short(extent.Maximum)}.");
        }

        return Axis.Over(extent, options);
    }
}
