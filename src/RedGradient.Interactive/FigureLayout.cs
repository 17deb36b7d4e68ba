using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RedGradient.Interactive;

/// <summary>A layout of XPlot that keeps every attribute of the figure.</summary>
[JsonConverter(typeof(AttributesConverter))]
internal sealed class FigureLayout(JObject attributes) : XPlot.Plotly.Layout.Layout, IAttributes
{
    public JObject Attributes => attributes;
}
