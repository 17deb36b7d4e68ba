using System.Text.Json;
using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts;

/// <summary>A chart: begin with one of the methods of this class, add series, and let it be the last expression of a cell.</summary>
/// <example><code>Chart.Line("The loss falls to 0.08 in 10 epochs", "epoch", "loss").Add("train", losses)</code></example>
public abstract partial class Chart : Figure
{
    private protected Chart(string title)
        : base(title)
    {
    }

    /// <summary>The room a panel needs at a given width, without the figure's title.</summary>
    internal abstract double PanelHeight(double width);

    internal abstract void WriteTraces(Utf8JsonWriter json, PlotlyPlace place);

    internal abstract void WriteAxes(Utf8JsonWriter json, PlotlyPlace place);

    internal abstract void WriteShapes(Utf8JsonWriter json, PlotlyPlace place);

    internal abstract void WriteAnnotations(Utf8JsonWriter json, PlotlyPlace place);

    private protected override double NaturalHeight => 40 + TitleHeight + PanelHeight(Width - (2 * Margin));

    /// <summary>The series that stand in the legend.</summary>
    internal virtual IReadOnlyList<Trace> LegendEntries => [];

    private double Above => 20 + TitleHeight;

    private double LegendHeight => Legend.Height(LegendEntries, Width - (2 * Margin));

    internal override PlotlyPage PlotlyPage() => new(Width, Height - LegendHeight, Width - (2 * Margin), [.. LegendEntries.Select(trace => ("", trace))]);

    internal override void WriteTraces(Utf8JsonWriter json, PlotlyPage page) => WriteTraces(json, Place(page));

    internal override void WriteLayout(Utf8JsonWriter json, PlotlyPage page)
    {
        var place = Place(page);
        page.WriteLegend(json, Margin, Above);
        WriteAxes(json, place);
        json.WriteStartArray("shapes");
        WriteShapes(json, place);
        json.WriteEndArray();
        json.WriteStartArray("annotations");
        WriteAnnotations(json, place);
        json.WriteEndArray();
    }

    private PlotlyPlace Place(PlotlyPage page)
    {
        var top = Above + page.LegendHeight;
        return new PlotlyPlace(1, new Box(Margin, top, Width - (2 * Margin), page.Height - top - 20), page);
    }
}
