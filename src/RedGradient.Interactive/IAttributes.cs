using Newtonsoft.Json.Linq;

namespace RedGradient.Interactive;

/// <summary>An object of XPlot with attributes beyond those that it knows.</summary>
internal interface IAttributes
{
    /// <summary>The attributes by their names in the figure's schema.</summary>
    JObject Attributes { get; }
}
