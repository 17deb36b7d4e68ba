using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace RedGradient.Interactive;

/// <summary>Turns figure JSON into Plotly.NET's objects, each of the type that its style functions look for.</summary>
internal static class DynamicObjects
{
    /// <summary>Sets every property of the JSON.</summary>
    public static DynamicObj.DynamicObj Fill(DynamicObj.DynamicObj target, JObject source)
    {
        foreach (var (name, value) in source)
        {
            target.SetProperty(name, Convert(name, value!));
        }

        return target;
    }

    private static object? Convert(string name, JToken value) => value switch
    {
        JObject item => Fill(Create(name), item),
        JArray { Count: > 0 } list when list[0] is JObject => List(name, list),
        JArray list => list.Select(item => Convert(name, item)).ToArray(),
        JValue single => single.Value,
        _ => throw new ArgumentException($"A figure holds objects, arrays, texts and numbers; {name} is {value.Type}.", nameof(value)),
    };

    private static DynamicObj.DynamicObj[] List(string name, JArray list) => name switch
    {
        "annotations" => list.Select(item => (Annotation)Fill(new Annotation(), (JObject)item)).ToArray(),
        "shapes" => list.Select(item => (Shape)Fill(new Shape(), (JObject)item)).ToArray(),
        _ => list.Select(item => Fill(new DynamicObj.DynamicObj(), (JObject)item)).ToArray(),
    };

    private static DynamicObj.DynamicObj Create(string name) => name switch
    {
        _ when name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal) => new LinearAxis(),
        "title" => new Title(),
        "font" or "tickfont" or "textfont" => new Font(),
        "legend" => new Legend(),
        "margin" => new Margin(),
        "marker" => new Marker(),
        "line" => new Line(),
        "colorbar" => new ColorBar(),
        "contours" => new Contours(),
        "error_y" => new Error(),
        "pattern" => new Pattern(),
        _ => new DynamicObj.DynamicObj(),
    };
}
