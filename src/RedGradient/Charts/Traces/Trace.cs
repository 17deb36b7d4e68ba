using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>One series of a chart: knows its extent, draws itself, and says in words what it shows.</summary>
internal abstract class Trace
{
    /// <summary>The name in the legend; null for a trace that needs none.</summary>
    public string? Name { get; init; }

    /// <summary>Chooses colour, dash and marker.</summary>
    public int Style { get; init; }

    /// <summary>The colours of the values, for a trace that needs a colour bar.</summary>
    public virtual ColorScale? Scale => null;

    /// <summary>Widens the extents so that the trace fits in.</summary>
    public abstract void Extend(Extent horizontal, Extent vertical);

    /// <summary>Draws the trace.</summary>
    public abstract void Draw(SvgBuilder svg, PlotFrame frame);

    /// <summary>The room for <see cref="DrawKey"/>, with a gap before the name.</summary>
    public virtual double KeyWidth => 36;

    /// <summary>Places on the page that labels had better not cover.</summary>
    public virtual IEnumerable<(double X, double Y)> Places(PlotFrame frame) => [];

    /// <summary>Draws what stands for the trace in the legend, from a point to the right, centred on its height.</summary>
    public virtual void DrawKey(SvgBuilder svg, double x, double y)
    {
    }

    /// <summary>Definitions that go before the drawing.</summary>
    public virtual void Define(SvgBuilder svg)
    {
    }

    /// <summary>Writes the trace in Plotly's schema.</summary>
    public abstract void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout);

    /// <summary>What the trace shows, as a clause with its key numbers.</summary>
    public abstract string Describe();
}
