using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>Bars at named places, beside those of the other series.</summary>
internal sealed class BarTrace(IReadOnlyList<string> categories, double[] values, double[]? errors, BarGroup group) : Trace
{
    private readonly int slot = group.Join(values);

    public override void Extend(Extent horizontal, Extent vertical)
    {
        vertical.Include(0);
        for (var i = 0; i < values.Length; i++)
        {
            // Under a bar that hangs down there must be room for its number.
            vertical.Include(values[i] < 0 ? values[i] * 1.08 : values[i]);
            if (errors is not null && Extent.CanDraw(errors[i]))
            {
                vertical.Include(values[i] - errors[i]);
                vertical.Include(values[i] + errors[i]);
            }
        }
    }

    public override void Define(SvgBuilder svg) => Hatching.Define(svg, Style);

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var width = 0.76 / group.Count;
        var unit = frame.Area.Width / categories.Count;
        var baseline = frame.Y(frame.Vertical.Logarithmic ? frame.Vertical.Minimum : 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!frame.Vertical.CanDraw(values[i]))
            {
                continue;
            }

            var x = frame.X(i) + (((slot - (group.Count / 2.0)) * width) * unit);
            var y = frame.Y(values[i]);
            svg.Rectangle(x + 1, Math.Min(y, baseline), Math.Max(1, (width * unit) - 2), Math.Max(0.5, Math.Abs(y - baseline)), Hatching.Fill(Style));
            var center = x + (width * unit / 2);
            var top = y;
            if (errors is not null && Extent.CanDraw(errors[i]))
            {
                top = frame.Y(values[i] + errors[i]);
                var bottom = frame.Vertical.CanDraw(values[i] - errors[i]) ? frame.Y(values[i] - errors[i]) : baseline;
                var cap = Math.Min(6, width * unit / 4);
                var path = $"M{C(center)} {C(top)}V{C(bottom)}M{C(center - cap)} {C(top)}H{C(center + cap)}M{C(center - cap)} {C(bottom)}H{C(center + cap)}";
                svg.Stroke(path, Palette.Ink, 1.3);
            }

            var lowest = errors is not null && Extent.CanDraw(errors[i]) ? frame.Y(values[i] - errors[i]) : y;
            DrawValue(svg, values[i], center, Math.Min(y, top), Math.Max(y, lowest), width * unit);
        }
    }

    public override double KeyWidth => 28;

    public override void DrawKey(SvgBuilder svg, double x, double y) => svg.Rectangle(x, y - 6, 20, 12, Hatching.Fill(Style));

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        // Stated offsets stand the bars beside each other whatever else the figure holds.
        var width = 0.76 / group.Count;
        var unit = layout.Frame.Area.Width / categories.Count;
        json.BeginTrace("bar", place, this);
        json.Numbers("x", Enumerable.Range(0, categories.Count).Select(i => (double)i));
        json.Texts("hovertext", categories.Select(SvgBuilder.Escape));
        json.Numbers("y", values);
        json.Number("offset", ((slot - (group.Count / 2.0)) * width) + (1 / unit));
        json.Number("width", Math.Max(1, (width * unit) - 2) / unit);
        if (errors is not null)
        {
            json.WriteStartObject("error_y");
            json.WriteString("type", "data");
            json.Numbers("array", errors);
            json.WriteString("color", Palette.Ink);
            json.WriteNumber("thickness", 1.3);
            json.Number("width", Math.Min(6, width * unit / 4));
            json.WriteEndObject();
        }

        json.WriteStartObject("marker");
        json.WriteString("color", Palette.Color(Style));
        json.WriteStartObject("line");
        json.WriteNumber("width", 0);
        json.WriteEndObject();
        json.WriteStartObject("pattern");
        json.WriteString("shape", Hatching.PlotlyShape(Style));
        json.WriteString("fgcolor", "rgba(255,255,255,0.75)");
        json.WriteString("bgcolor", Palette.Color(Style));
        json.WriteNumber("size", 8);
        json.WriteNumber("solidity", 0.2);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        if (group.SizeOver(width * unit) is > 0 and var size)
        {
            WriteNumbers(json, place, size, width);
        }
    }

    public override string Describe()
    {
        var seen = Enumerable.Range(0, values.Length).Where(i => Extent.CanDraw(values[i])).ToArray();
        var subject = Name is null ? "" : Name + ": ";
        if (seen.Length <= 4)
        {
            return subject + string.Join(", ", seen.Select(i => $"{categories[i]} {Numbers.Short(values[i])}"));
        }

        var (lowest, highest) = (seen.MinBy(i => values[i]), seen.MaxBy(i => values[i]));
        return $"{subject}{seen.Length} bars, lowest {categories[lowest]} with {Numbers.Short(values[lowest])}, highest {categories[highest]} with {Numbers.Short(values[highest])}";
    }

    // Numbers are written over the bars as long as there is room for them.
    private void DrawValue(SvgBuilder svg, double value, double center, double top, double bottom, double width)
    {
        var size = group.SizeOver(width);
        if (size > 0)
        {
            svg.Text(center, value >= 0 ? top - 5 : bottom + 14, Numbers.Short(value), size, Palette.Ink, "middle", halo: true);
        }
    }

    // Over the error bars, as in the drawing: a bar's own text would lie on them.
    private void WriteNumbers(Utf8JsonWriter json, PlotlyPlace place, double size, double width)
    {
        json.BeginTrace("scatter", place, this, legend: false);
        json.WriteString("mode", "text");
        json.WriteString("hoverinfo", "skip");
        json.WriteBoolean("cliponaxis", false);
        json.Numbers("x", Enumerable.Range(0, values.Length).Select(i => i + ((slot - (group.Count / 2.0) + 0.5) * width)));
        json.Numbers("y", values.Select((value, i) => value + (errors is not null && Extent.CanDraw(errors[i]) ? Math.CopySign(errors[i], value) : 0)));
        json.Texts("text", values.Select(value => Extent.CanDraw(value) ? Numbers.Short(value) : ""));
        json.Texts("textposition", values.Select(value => value >= 0 ? "top center" : "bottom center"));
        json.Font("textfont", size, Palette.Ink);
        json.WriteEndObject();
    }

    private static string C(double value) => Numbers.Coordinate(value);
}
