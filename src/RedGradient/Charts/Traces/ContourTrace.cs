using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>Lines of equal height of a surface.</summary>
internal sealed class ContourTrace(double[,] values, Region region, double[] levels, ColorScale scale) : Trace
{
    public override ColorScale? Scale => scale;

    public override void Extend(Extent horizontal, Extent vertical)
    {
        horizontal.Tight = true;
        vertical.Tight = true;
        horizontal.Include([region.Left, region.Right]);
        vertical.Include([region.Bottom, region.Top]);
    }

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        for (var i = 0; i < levels.Length; i++)
        {
            var path = MarchingSquares.Contour(
                values,
                levels[i],
                column => frame.X(region.Left + (column / columns * region.Width)),
                row => frame.Y(region.Bottom + (row / rows * region.Height)));
            if (path.Length > 0)
            {
                // Every fifth line is stronger, as on a map.
                svg.Stroke(path, scale.Color(scale.Level(levels[i])), i % 5 == 0 ? 2.2 : 1.3);
            }
        }
    }

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        json.BeginTrace("contour", place, Name, legend: false);
        json.Number("x0", region.Left + (region.Width / values.GetLength(1) / 2));
        json.Number("dx", region.Width / values.GetLength(1));
        json.Number("y0", region.Bottom + (region.Height / values.GetLength(0) / 2));
        json.Number("dy", region.Height / values.GetLength(0));
        json.WriteStartArray("z");
        for (var row = 0; row < values.GetLength(0); row++)
        {
            json.Row(values, row);
        }

        json.WriteEndArray();
        json.Scale(scale);
        json.WriteBoolean("showscale", false);
        json.WriteBoolean("autocontour", false);
        json.WriteStartObject("line");
        json.WriteNumber("width", 1.5);
        json.WriteEndObject();
        json.WriteStartObject("contours");
        json.WriteString("coloring", "lines");
        json.Number("start", levels[0]);
        json.Number("end", levels[^1]);
        json.Number("size", levels.Length > 1 ? (levels[^1] - levels[0]) / (levels.Length - 1) : 1);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override string Describe()
    {
        var seen = values.Cast<double>().Where(Extent.CanDraw).ToArray();
        return $"{levels.Length} lines of equal height from {Numbers.Short(levels[0])} to {Numbers.Short(levels[^1])}; the surface runs from {Numbers.Short(seen.Min())} to {Numbers.Short(seen.Max())}";
    }
}
