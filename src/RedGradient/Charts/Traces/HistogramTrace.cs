using System.Text;
using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>How often values fall into bins, drawn as steps over a pale filling so that several series can lie over each other.</summary>
internal sealed class HistogramTrace(double[] values, HistogramBins bins) : Trace
{
    public override void Extend(Extent horizontal, Extent vertical)
    {
        horizontal.Tight = true;
        horizontal.Include(bins.Start);
        horizontal.Include(bins.End);
        vertical.Include(0);
        vertical.Include(bins.Heights(values));
    }

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var heights = bins.Heights(values);
        var floor = frame.Vertical.Logarithmic ? frame.Vertical.Minimum : 0;
        var steps = new StringBuilder($"M{C(frame.X(bins.Start))} {C(frame.Y(floor))}");
        for (var bin = 0; bin < heights.Length; bin++)
        {
            steps.Append($"V{C(frame.Y(Math.Max(floor, heights[bin])))}H{C(frame.X(bins.Edge(bin + 1)))}");
        }

        steps.Append($"V{C(frame.Y(floor))}");
        svg.Fill(steps + "z", Palette.Color(Style), " fill-opacity=\"0.25\"");
        svg.Stroke(steps.ToString(), Palette.Color(Style), 1.8, Palette.Dash(Style));
    }

    public override double KeyWidth => 32;

    public override void DrawKey(SvgBuilder svg, double x, double y)
    {
        svg.Rectangle(x + 1, y - 6, 24, 12, Palette.Color(Style), " fill-opacity=\"0.25\"");
        svg.Stroke($"M{C(x + 1)} {C(y + 6)}V{C(y - 6)}H{C(x + 25)}V{C(y + 6)}", Palette.Color(Style), 1.8, Palette.Dash(Style));
    }

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place)
    {
        // Counted bins instead of raw values: the same picture, and thousands of numbers fewer.
        json.BeginTrace("bar", place, Name);
        json.Numbers("x", Enumerable.Range(0, bins.Count).Select(bin => (bins.Edge(bin) * 0.5) + (bins.Edge(bin + 1) * 0.5)));
        json.Numbers("y", bins.Heights(values));
        json.Number("width", bins.Edge(1) - bins.Edge(0));
        json.WriteNumber("opacity", 0.5);
        json.WriteStartObject("marker");
        json.WriteString("color", Palette.Color(Style));
        json.WriteStartObject("pattern");
        json.WriteString("shape", Hatching.PlotlyShape(Style));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override string Describe()
    {
        var seen = values.Where(Extent.CanDraw).Order().ToArray();
        var median = (seen[(seen.Length - 1) / 2] * 0.5) + (seen[seen.Length / 2] * 0.5);
        return $"{Name ?? "the values"}: {Numbers.Short(seen.Length)} value{(seen.Length == 1 ? "" : "s")} from {Numbers.Short(seen[0])} to {Numbers.Short(seen[^1])}, median {Numbers.Short(median)}";
    }

    private static string C(double value) => Numbers.Coordinate(value);
}
