using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace RedGradient.Interactive;

/// <summary>A trace of XPlot that keeps every attribute of the figure.</summary>
[JsonConverter(typeof(AttributesConverter))]
internal sealed class FigureTrace(JObject attributes) : Trace, IAttributes
{
    public JObject Attributes => attributes;
}
