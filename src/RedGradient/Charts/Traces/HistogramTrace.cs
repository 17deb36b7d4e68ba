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

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        // Counted bins instead of raw values: the same steps, and thousands of numbers fewer.
        var heights = bins.Heights(values);
        var floor = layout.Frame.Vertical.Logarithmic ? layout.Frame.Vertical.Minimum : 0;
        json.BeginTrace("scatter", place, this);
        json.WriteString("mode", "lines");
        json.Numbers("x", [bins.Start, .. Enumerable.Range(0, bins.Count + 1).Select(bins.Edge)]);
        json.Numbers("y", [floor, .. heights.Select(height => Math.Max(floor, height)), floor]);
        json.Texts("hovertext", ["", .. heights.Select((height, bin) => $"{Numbers.Short(bins.Edge(bin))} to {Numbers.Short(bins.Edge(bin + 1))}: {Numbers.Short(height)}"), ""]);
        json.WriteString("fill", "tozeroy");
        json.WriteString("fillcolor", PlotlyJson.Pale(Palette.Color(Style), 0.25));
        json.WriteStartObject("line");
        json.WriteString("shape", "hv");
        json.WriteString("color", Palette.Color(Style));
        json.WriteString("dash", Palette.PlotlyDash(Style));
        json.WriteNumber("width", 1.8);
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
