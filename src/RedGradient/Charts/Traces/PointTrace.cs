using System.Text;
using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>Points without a line.</summary>
internal sealed class PointTrace(double[] xs, double[] ys) : Trace
{
    public override double KeyWidth => 20;

    public override void Extend(Extent horizontal, Extent vertical)
    {
        horizontal.Include(xs);
        vertical.Include(ys);
    }

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var radius = Radius(frame);
        var path = new StringBuilder();
        for (var i = 0; i < xs.Length; i++)
        {
            if (frame.CanDraw(xs[i], ys[i]))
            {
                path.Append(Markers.Path(Palette.Marker(Style), frame.X(xs[i]), frame.Y(ys[i]), radius));
            }
        }

        svg.Fill(path.ToString(), Palette.Color(Style), " fill-opacity=\"0.9\" stroke=\"#ffffff\" stroke-width=\"0.8\" fill-rule=\"nonzero\"");
    }

    public override IEnumerable<(double X, double Y)> Places(PlotFrame frame) =>
        Enumerable.Range(0, xs.Length).Where(i => frame.CanDraw(xs[i], ys[i])).Select(i => (frame.X(xs[i]), frame.Y(ys[i])));

    public override void DrawKey(SvgBuilder svg, double x, double y) =>
        svg.Fill(Markers.Path(Palette.Marker(Style), x + 6, y, 4.4), Palette.Color(Style));

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        json.BeginTrace("scatter", place, this);
        json.WriteString("mode", "markers");
        json.WriteBoolean("cliponaxis", !Enumerable.Range(0, xs.Length).All(i => layout.Holds(xs[i], ys[i])));
        json.Numbers("x", xs);
        json.Numbers("y", ys);
        json.WriteStartObject("marker");
        json.WriteString("color", Palette.Color(Style));
        json.WriteString("symbol", Palette.PlotlyMarker(Style));
        json.Number("size", 2 * Radius(layout.Frame) * Palette.PlotlyMarkerScale(Style));
        json.WriteNumber("opacity", 0.9);
        json.WriteStartObject("line");
        json.WriteString("color", Palette.Background);
        json.WriteNumber("width", 0.8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override string Describe()
    {
        var seen = Enumerable.Range(0, xs.Length).Where(i => Extent.CanDraw(xs[i]) && Extent.CanDraw(ys[i])).ToArray();
        var center = $"({Numbers.Short(Mean(xs, seen))}, {Numbers.Short(Mean(ys, seen))})";
        return $"{Name ?? "the points"}: {seen.Length} point{(seen.Length == 1 ? "" : "s")} around {center}";
    }

    // Smaller where points are many or the panel is small.
    private double Radius(PlotFrame frame) => xs.Length > 400 || frame.Area.Width < 260 ? 2.7 : 3.7;

    private static double Mean(double[] values, int[] indices)
    {
        var sum = 0.0;
        foreach (var index in indices)
        {
            sum += values[index] / indices.Length;
        }

        return sum;
    }
}
