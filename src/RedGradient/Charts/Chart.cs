using System.Text.Json;
using RedGradient.Charts.Rendering;

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

    internal override void WriteTraces(Utf8JsonWriter json) => WriteTraces(json, PlotlyPlace.Whole);

    internal override void WriteLayout(Utf8JsonWriter json)
    {
        WriteAxes(json, PlotlyPlace.Whole);
        json.WriteString("barmode", BarMode);
        json.WriteStartArray("shapes");
        WriteShapes(json, PlotlyPlace.Whole);
        json.WriteEndArray();
        json.WriteStartArray("annotations");
        WriteAnnotations(json, PlotlyPlace.Whole);
        json.WriteEndArray();
    }

    internal virtual string BarMode => "group";
}
