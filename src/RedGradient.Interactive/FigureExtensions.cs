using Microsoft.FSharp.Collections;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using XPlot.Plotly;
using Figure = RedGradient.Charts.Figure;

namespace RedGradient.Interactive;

/// <summary>Hands every kind of figure to the chart libraries that readers know, as traces and layout that they can restyle, combine and export.</summary>
public static class FigureExtensions
{
    /// <summary>The figure as a chart of Plotly.NET: styled with its <c>Chart.With…</c> functions, saved with its exporters.</summary>
    /// <param name="figure">A chart, several charts in one, or a diagram.</param>
    /// <exception cref="InvalidOperationException">There is nothing to draw yet.</exception>
    public static GenericChart ToPlotly(this Figure figure)
    {
        var (traces, layout) = Parse(figure);
        return GenericChart.fromFigure(Plotly.NET.Figure.create(
            ListModule.OfSeq(traces.Select(trace => (Plotly.NET.Trace)DynamicObjects.Fill(new Trace2D(trace.Value<string>("type")), trace))),
            (Plotly.NET.Layout)DynamicObjects.Fill(new Plotly.NET.Layout(), layout)));
    }

    /// <summary>The figure as a chart of XPlot, whose own properties (<c>WithTitle</c>, <c>WithWidth</c> and so on) change what they name and leave the rest.</summary>
    /// <param name="figure">A chart, several charts in one, or a diagram.</param>
    /// <exception cref="InvalidOperationException">There is nothing to draw yet.</exception>
    public static PlotlyChart ToXPlot(this Figure figure)
    {
        var (traces, layout) = Parse(figure);
        var chart = new PlotlyChart();
        chart.Plot(traces.Select(trace => new FigureTrace(trace)), new FigureLayout(layout), null);
        chart.WithWidth(layout.Value<int>("width"));
        chart.WithHeight(layout.Value<int>("height"));
        return chart;
    }

    private static (IReadOnlyList<JObject> Traces, JObject Layout) Parse(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var json = JObject.Parse(figure.ToPlotlyJson());
        return ([.. json["data"]!.Cast<JObject>()], (JObject)json["layout"]!);
    }
}
