using System.Text.Json;
using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes a panel's axes, reference lines and texts in Plotly's schema.</summary>
internal static class PlotlyAxes
{
    private const double Ln10 = 2.302585092994045684;

    public static void Write(Utf8JsonWriter json, AxisPanel panel, PlotlyPlace place)
    {
        var (x, y) = panel.Axes();
        Write(json, "xaxis", "y", panel.Horizontal, x, place.Left, place.Right, place, aspect: null);
        Write(json, "yaxis", "x", panel.Vertical, y, place.Bottom, place.Top, place, panel.Aspect is null ? null : "x" + place.Suffix);
    }

    public static void WriteShapes(Utf8JsonWriter json, AxisPanel panel, PlotlyPlace place)
    {
        foreach (var mark in panel.Marks.Where(mark => mark.X is null || mark.Y is null))
        {
            var vertical = mark.X is not null;
            json.WriteStartObject();
            json.WriteString("type", "line");
            json.WriteString("xref", "x" + place.Suffix + (vertical ? "" : " domain"));
            json.WriteString("yref", "y" + place.Suffix + (vertical ? " domain" : ""));
            json.Number("x0", mark.X ?? 0);
            json.Number("x1", mark.X ?? 1);
            json.Number("y0", mark.Y ?? 0);
            json.Number("y1", mark.Y ?? 1);
            json.WriteStartObject("line");
            json.WriteString("color", Palette.Muted);
            json.WriteString("dash", "dash");
            json.WriteNumber("width", 1.4);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    public static void WriteAnnotations(Utf8JsonWriter json, AxisPanel panel, PlotlyPlace place)
    {
        foreach (var mark in panel.Marks)
        {
            // On a logarithmic axis annotations, unlike shapes, are placed by the exponent.
            var x = mark.X is { } horizontal ? Place(horizontal, panel.Horizontal) : 1;
            var y = mark.Y is { } vertical ? Place(vertical, panel.Vertical) : 1;
            json.WriteStartObject();
            json.WriteString("text", SvgBuilder.Escape(mark.Label));
            json.WriteString("xref", "x" + place.Suffix + (mark.X is null ? " domain" : ""));
            json.WriteString("yref", "y" + place.Suffix + (mark.Y is null ? " domain" : ""));
            json.Number("x", x);
            json.Number("y", y);
            json.WriteBoolean("showarrow", mark.X is not null && mark.Y is not null);
            json.WriteString("xanchor", mark.X is null ? "right" : "left");
            json.WriteString("yanchor", mark.Y is null ? "top" : "bottom");
            json.WriteEndObject();
        }
    }

    /// <summary>The title of one of several charts, above it.</summary>
    public static void WriteSubtitle(Utf8JsonWriter json, string title, PlotlyPlace place)
    {
        json.WriteStartObject();
        json.WriteString("text", SvgBuilder.Escape(title));
        json.WriteString("xref", "paper");
        json.WriteString("yref", "paper");
        json.Number("x", place.Left);
        json.Number("y", place.Top);
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "bottom");
        json.WriteBoolean("showarrow", false);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string anchor, AxisOptions options, Axis axis, double start, double end, PlotlyPlace place, string? aspect)
    {
        json.WriteStartObject(name + place.Suffix);
        json.Title(options.Label);
        json.WriteString("anchor", anchor + place.Suffix);
        json.Numbers("domain", [start, end]);
        json.WriteString("gridcolor", Palette.Grid);
        if (axis.Categories is { } categories)
        {
            // Places have numbers with texts over them: names need not differ then.
            json.WriteString("type", "linear");
            json.Numbers("tickvals", Enumerable.Range(0, categories.Count).Select(i => (double)i));
            json.Texts("ticktext", categories);
        }
        else
        {
            json.WriteString("type", axis.Logarithmic ? "log" : "linear");
        }

        var (low, high) = (Place(axis.Minimum, axis.Logarithmic), Place(axis.Maximum, axis.Logarithmic));
        json.Numbers("range", axis.Reversed ? [high, low] : [low, high]);
        if (aspect is not null)
        {
            json.WriteString("scaleanchor", aspect);
            json.WriteString("constrain", "domain");
        }

        json.WriteEndObject();
    }

    private static double Place(double value, AxisOptions options) => Place(value, options.Logarithmic);

    private static double Place(double value, bool logarithmic) => logarithmic ? DeterministicMath.Log(value) / Ln10 : value;
}
