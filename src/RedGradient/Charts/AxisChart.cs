using System.Numerics;
using System.Text.Json;
using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts;

/// <summary>A chart with a horizontal and a vertical axis. Its methods change the chart and return it, so that calls can be chained.</summary>
/// <typeparam name="TSelf">The kind of chart.</typeparam>
public abstract class AxisChart<TSelf> : Chart
    where TSelf : AxisChart<TSelf>
{
    private readonly string kind;

    private protected AxisChart(string kind, string title, string xLabel, string yLabel)
        : base(title)
    {
        ArgumentNullException.ThrowIfNull(xLabel);
        ArgumentNullException.ThrowIfNull(yLabel);
        this.kind = kind;
        Panel.Horizontal.Label = xLabel;
        Panel.Vertical.Label = yLabel;
    }

    internal AxisPanel Panel { get; } = new();

    private TSelf Self => (TSelf)this;

    /// <summary>Adds a line over whatever the chart shows; gaps where a value is not finite.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="xs">Horizontal values, in the order the line follows.</param>
    /// <param name="ys">As many vertical values.</param>
    /// <exception cref="ArgumentException">The series is empty, has no finite value, or the lengths differ.</exception>
    public TSelf AddLine<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys)
        where TX : INumber<TX>
        where TY : INumber<TY> => Include(new LineTrace(Points(name, xs, ys, out var heights), heights) { Name = Named(name), Style = Panel.NextStyle });

    /// <summary>Adds points over whatever the chart shows; those that are not finite are left out.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="xs">Horizontal values.</param>
    /// <param name="ys">As many vertical values.</param>
    /// <exception cref="ArgumentException">The series is empty, has no finite value, or the lengths differ.</exception>
    public TSelf AddPoints<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys)
        where TX : INumber<TX>
        where TY : INumber<TY> => Include(new PointTrace(Points(name, xs, ys, out var heights), heights) { Name = Named(name), Style = Panel.NextStyle });

    /// <summary>Shows the horizontal axis from one value to another; what lies outside is cut off.</summary>
    /// <param name="minimum">The left end; above 0 on a logarithmic axis.</param>
    /// <param name="maximum">The right end, larger than <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public TSelf RangeX(double minimum, double maximum)
    {
        SetRange(Panel.Horizontal, "horizontal", minimum, maximum);
        return Self;
    }

    /// <summary>Shows the vertical axis from one value to another; what lies outside is cut off.</summary>
    /// <param name="minimum">The lower end; above 0 on a logarithmic axis.</param>
    /// <param name="maximum">The upper end, larger than <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public TSelf RangeY(double minimum, double maximum)
    {
        SetRange(Panel.Vertical, "vertical", minimum, maximum);
        return Self;
    }

    /// <summary>Draws a vertical dashed line with a label at its upper end.</summary>
    /// <param name="x">Where the line stands; the axis is widened to reach it.</param>
    /// <param name="label">What the line means.</param>
    public TSelf MarkX(double x, string label) => Mark(x, null, label);

    /// <summary>Draws a horizontal dashed line with a label at its right end.</summary>
    /// <param name="y">Where the line lies; the axis is widened to reach it.</param>
    /// <param name="label">What the line means.</param>
    public TSelf MarkY(double y, string label) => Mark(null, y, label);

    /// <summary>Rings a point and writes a text beside it.</summary>
    /// <param name="x">The point's horizontal value.</param>
    /// <param name="y">The point's vertical value.</param>
    /// <param name="text">A few words.</param>
    public TSelf Annotate(double x, double y, string text) => Mark(x, y, text);

    /// <summary>Leaves the legend out.</summary>
    public TSelf HideLegend()
    {
        Panel.ShowLegend = false;
        return Self;
    }

    /// <summary>Replaces the computed description, which screen readers and text outputs use.</summary>
    /// <param name="text">Type, axes, trend and key number, in a sentence or two.</param>
    public TSelf Describe(string text)
    {
        SetDescription(text);
        return Self;
    }

    /// <summary>Sets the size of the figure.</summary>
    /// <param name="width">240 to 4000; 720 by default.</param>
    /// <param name="height">160 to 8000; about 420 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside these limits.</exception>
    public TSelf Size(double width, double height)
    {
        SetSize(width, height);
        return Self;
    }

    internal override double PanelHeight(double width) => width < 400 ? width * 0.95 : 348;

    internal override void DrawContent(SvgBuilder svg, Box box) => Panel.Draw(svg, box);

    internal override IReadOnlyList<Trace> LegendEntries => Panel.LegendEntries;

    internal override void WriteTraces(Utf8JsonWriter json, PlotlyPlace place)
    {
        var layout = Panel.LayOut(place.Box);
        foreach (var trace in Panel.Traces)
        {
            trace.WritePlotly(json, place, layout);
        }

        PlotlyAxes.WriteScale(json, Panel, layout, place);
    }

    internal override void WriteAxes(Utf8JsonWriter json, PlotlyPlace place) => PlotlyAxes.Write(json, Panel, Panel.LayOut(place.Box), place);

    internal override void WriteShapes(Utf8JsonWriter json, PlotlyPlace place) => PlotlyAxes.WriteShapes(json, Panel, Panel.LayOut(place.Box), place);

    internal override void WriteAnnotations(Utf8JsonWriter json, PlotlyPlace place) => PlotlyAxes.WriteAnnotations(json, Panel, Panel.LayOut(place.Box), place);

    internal override string DescribeData() => PanelDescription.Of(kind, Panel);

    private protected TSelf Include(Trace trace)
    {
        Panel.Traces.Add(trace);
        return Self;
    }

    private protected static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    private protected TSelf Logarithmic(AxisOptions options)
    {
        if (options.Minimum <= 0 || options.Maximum <= 0)
        {
            throw BelowZero(ReferenceEquals(options, Panel.Horizontal) ? "horizontal" : "vertical", options.Minimum!.Value, options.Maximum!.Value);
        }

        options.Logarithmic = true;
        return Self;
    }

    private protected static double[] Points<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys, out double[] heights)
        where TX : INumber<TX>
        where TY : INumber<TY>
    {
        var places = Inputs.Numbers(name, xs);
        heights = Inputs.Numbers(name, ys);
        var ordinates = heights;
        Inputs.SameLength(name, "horizontal values", places.Length, "vertical values", heights.Length);
        Inputs.SomethingToDraw(name, places.Select((x, i) => Extent.CanDraw(x) ? ordinates[i] : double.NaN));
        return places;
    }

    private TSelf Mark(double? x, double? y, string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (!Extent.CanDraw(x ?? 0) || !Extent.CanDraw(y ?? 0))
        {
            throw new ArgumentException($"The mark '{label}' needs finite numbers; {Numbers.Short(x ?? y ?? 0)} was given.");
        }

        Panel.Marks.Add(new Mark(x, y, label));
        return Self;
    }

    private static void SetRange(AxisOptions axis, string direction, double minimum, double maximum)
    {
        Region.Check(direction, minimum, maximum);
        if (axis.Logarithmic && minimum <= 0) throw BelowZero(direction, minimum, maximum);
        (axis.Minimum, axis.Maximum) = (minimum, maximum);
    }

    private static ArgumentException BelowZero(string direction, double minimum, double maximum) =>
        new($"A logarithmic {direction} axis needs a range above 0; it is set to {Numbers.Short(minimum)} to {Numbers.Short(maximum)}.");
}
