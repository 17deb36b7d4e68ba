using System.Globalization;
using System.Text.Json;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes the parts that Plotly's figure schema shares between traces.</summary>
internal static class PlotlyJson
{
    /// <summary>A number with seven significant digits; null where there is none, which Plotly shows as a gap.</summary>
    public static void Number(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            var text = value.ToString("G7", CultureInfo.InvariantCulture);
            json.WriteRawValue(text == "-0" ? "0" : text);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>A named number.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.Number(value);
    }

    /// <summary>A named array of numbers.</summary>
    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.Number(value);
        }

        json.WriteEndArray();
    }

    /// <summary>One row of a matrix as an array.</summary>
    public static void Row(this Utf8JsonWriter json, double[,] values, int row)
    {
        json.WriteStartArray();
        for (var column = 0; column < values.GetLength(1); column++)
        {
            json.Number(values[row, column]);
        }

        json.WriteEndArray();
    }

    /// <summary>A named array of texts.</summary>
    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>The beginning of a series: type, subplot, name, and its entry in the legend unless another subplot made it.</summary>
    public static void BeginTrace(this Utf8JsonWriter json, string type, PlotlyPlace place, Trace trace, bool legend = true)
    {
        var name = place.Page.NameOf(trace);
        json.BeginTrace(type, place, name ?? trace.Name, legend && name is not null && place.Page.IsNew(name));
        if (name is not null)
        {
            json.WriteString("legendgroup", name);
        }
    }

    /// <summary>The beginning of a trace: type, subplot, name and legend.</summary>
    public static void BeginTrace(this Utf8JsonWriter json, string type, PlotlyPlace place, string? name, bool legend)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("xaxis", "x" + place.Suffix);
        json.WriteString("yaxis", "y" + place.Suffix);
        if (name is not null)
        {
            json.WriteString("name", SvgBuilder.Escape(name));
        }

        json.WriteBoolean("showlegend", legend && name is not null);
    }

    /// <summary>A colour scale with its limits.</summary>
    public static void Scale(this Utf8JsonWriter json, ColorScale scale, string letter = "z")
    {
        json.Number(letter + "min", scale.Minimum);
        json.Number(letter + "max", scale.Maximum);
        json.WriteStartArray("colorscale");
        for (var level = 0; level < scale.LevelCount; level++)
        {
            json.WriteStartArray();
            json.Number(level / (scale.LevelCount - 1.0));
            json.WriteStringValue(scale.Color(level));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>A named font.</summary>
    public static void Font(this Utf8JsonWriter json, string name, double size, string color)
    {
        json.WriteStartObject(name);
        json.Number("size", size);
        json.WriteString("color", color);
        json.WriteEndObject();
    }

    /// <summary>A colour of the palette that lets so much of what lies under it through.</summary>
    public static string Pale(string color, double share) => FormattableString.Invariant(
        $"rgba({Convert.ToInt32(color[1..3], 16)},{Convert.ToInt32(color[3..5], 16)},{Convert.ToInt32(color[5..7], 16)},{share})");
}
