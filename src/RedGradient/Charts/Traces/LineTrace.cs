using System.Text;
using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>A line through points, with a band around it if there is one; gaps where a value cannot be drawn.</summary>
internal sealed class LineTrace(double[] xs, double[] ys, double[]? low = null, double[]? high = null) : Trace
{
    private const int MostMarkers = 25;

    public override void Extend(Extent horizontal, Extent vertical)
    {
        horizontal.Tight = true;
        horizontal.Include(xs);
        vertical.Include(ys);
        if (low is not null && high is not null)
        {
            vertical.Include(low);
            vertical.Include(high);
        }
    }

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var color = Palette.Color(Style);
        if (low is not null && high is not null)
        {
            DrawBand(svg, frame, color);
        }

        var path = new StringBuilder();
        var markers = new StringBuilder();
        foreach (var (start, end) in Runs(i => frame.CanDraw(xs[i], ys[i])))
        {
            foreach (var i in Thinned(start, end, index => Math.Floor(frame.X(xs[index]) * 2)))
            {
                path.Append(i == start ? 'M' : 'L').Append(Numbers.Coordinate(frame.X(xs[i]))).Append(' ').Append(Numbers.Coordinate(frame.Y(ys[i])));
            }

            // A point between two gaps would be invisible as a line.
            if (xs.Length <= MostMarkers || start == end)
            {
                for (var i = start; i <= end; i++)
                {
                    markers.Append(Markers.Path(Palette.Marker(Style), frame.X(xs[i]), frame.Y(ys[i]), 3.2));
                }
            }
        }

        svg.Stroke(path.ToString(), color, 2.2, Palette.Dash(Style));
        if (markers.Length > 0)
        {
            svg.Fill(markers.ToString(), color);
        }
    }

    public override IEnumerable<(double X, double Y)> Places(PlotFrame frame)
    {
        for (var i = 0; i + 1 < xs.Length; i++)
        {
            if (!frame.CanDraw(xs[i], ys[i]) || !frame.CanDraw(xs[i + 1], ys[i + 1]))
            {
                continue;
            }

            // About every four units along the line.
            var (x, y) = (frame.X(xs[i]), frame.Y(ys[i]));
            var (dx, dy) = (frame.X(xs[i + 1]) - x, frame.Y(ys[i + 1]) - y);
            var steps = Math.Clamp((int)((Math.Abs(dx) + Math.Abs(dy)) / 4), 1, 400);
            for (var step = 0; step < steps; step++)
            {
                yield return (x + (dx * step / steps), y + (dy * step / steps));
            }
        }
    }

    public override void DrawKey(SvgBuilder svg, double x, double y)
    {
        svg.Line(x, y, x + 28, y, Palette.Color(Style), 2.2, Palette.Dash(Style));
        if (xs.Length <= MostMarkers)
        {
            svg.Fill(Markers.Path(Palette.Marker(Style), x + 14, y, 3.2), Palette.Color(Style));
        }
    }

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        if (low is not null && high is not null)
        {
            WriteBand(json, place, layout.Frame);
        }

        // Thousands of points would swell a notebook and show no more.
        var stride = Math.Max(1, xs.Length / 1000);
        var kept = xs.Length <= 4000 ? [.. Enumerable.Range(0, xs.Length)] : Thinned(0, xs.Length - 1, index => index / stride).ToArray();
        json.BeginTrace("scatter", place, this);
        json.WriteString("mode", xs.Length <= MostMarkers ? "lines+markers" : "lines");
        // A marker on the edge is whole, as long as none lies beyond it.
        json.WriteBoolean("cliponaxis", !kept.All(i => layout.Holds(xs[i], ys[i])));
        json.Numbers("x", kept.Select(i => xs[i]));
        json.Numbers("y", kept.Select(i => ys[i]));
        json.WriteStartObject("line");
        json.WriteString("color", Palette.Color(Style));
        json.WriteString("dash", Palette.PlotlyDash(Style));
        json.WriteNumber("width", 2.2);
        json.WriteEndObject();
        json.WriteStartObject("marker");
        json.WriteString("symbol", Palette.PlotlyMarker(Style));
        json.Number("size", 6.4 * Palette.PlotlyMarkerScale(Style));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override string Describe() => Trend.Describe(Name, xs, ys);

    // One outline for each piece between gaps, forwards along the upper edge and back along the lower one.
    private void WriteBand(Utf8JsonWriter json, PlotlyPlace place, PlotFrame frame)
    {
        var (outlineX, outlineY) = (new List<double>(), new List<double>());
        foreach (var (start, end) in Runs(i => CanDrawBand(frame, i)))
        {
            if (outlineX.Count > 0)
            {
                outlineX.Add(double.NaN);
                outlineY.Add(double.NaN);
            }

            for (var i = start; i <= end; i++)
            {
                outlineX.Add(xs[i]);
                outlineY.Add(high![i]);
            }

            for (var i = end; i >= start; i--)
            {
                outlineX.Add(xs[i]);
                outlineY.Add(frame.Vertical.CanDraw(low![i]) ? low[i] : frame.Vertical.Minimum);
            }
        }

        json.BeginTrace("scatter", place, this, legend: false);
        json.WriteString("mode", "lines");
        json.WriteString("hoverinfo", "skip");
        json.Numbers("x", outlineX);
        json.Numbers("y", outlineY);
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", PlotlyJson.Pale(Palette.Color(Style), 0.16));
        json.WriteStartObject("line");
        json.WriteNumber("width", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private bool CanDrawBand(PlotFrame frame, int i) => frame.Horizontal.CanDraw(xs[i]) && Extent.CanDraw(low![i]) && frame.Vertical.CanDraw(high![i]);

    private void DrawBand(SvgBuilder svg, PlotFrame frame, string color)
    {
        var path = new StringBuilder();
        foreach (var (start, end) in Runs(i => CanDrawBand(frame, i)))
        {
            for (var i = start; i <= end; i++)
            {
                path.Append(i == start ? 'M' : 'L').Append(Numbers.Coordinate(frame.X(xs[i]))).Append(' ').Append(Numbers.Coordinate(frame.Y(high![i])));
            }

            for (var i = end; i >= start; i--)
            {
                path.Append('L').Append(Numbers.Coordinate(frame.X(xs[i]))).Append(' ').Append(Numbers.Coordinate(frame.Y(low![i])));
            }

            path.Append('z');
        }

        svg.Fill(path.ToString(), color, " fill-opacity=\"0.16\"");
    }

    private IEnumerable<(int Start, int End)> Runs(Func<int, bool> canDraw)
    {
        for (var i = 0; i < xs.Length; i++)
        {
            if (canDraw(i))
            {
                var start = i;
                while (i + 1 < xs.Length && canDraw(i + 1))
                {
                    i++;
                }

                yield return (start, i);
            }
        }
    }

    // Of the points that share half a unit, the first, the lowest, the highest and the last give the same picture as all of them.
    private IEnumerable<int> Thinned(int start, int end, Func<int, double> column)
    {
        for (var i = start; i <= end; i++)
        {
            var shared = column(i);
            var (first, lowest, highest) = (i, i, i);
            while (i + 1 <= end && column(i + 1) == shared)
            {
                i++;
                lowest = ys[i] < ys[lowest] ? i : lowest;
                highest = ys[i] > ys[highest] ? i : highest;
            }

            var last = i;
            int[] kept = [first, Math.Min(lowest, highest), Math.Max(lowest, highest), last];
            foreach (var index in kept.Distinct())
            {
                yield return index;
            }
        }
    }
}
