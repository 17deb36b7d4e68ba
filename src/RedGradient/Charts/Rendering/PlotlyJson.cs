using System.Globalization;
using System.Text.Json;

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

    /// <summary>The beginning of a trace: type, subplot, name and legend.</summary>
    public static void BeginTrace(this Utf8JsonWriter json, string type, PlotlyPlace place, string? name, bool legend = true)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("xaxis", "x" + place.Suffix);
        json.WriteString("yaxis", "y" + place.Suffix);
        if (name is not null)
        {
            json.WriteString("name", name);
        }

        json.WriteBoolean("showlegend", legend && name is not null);
    }

    /// <summary>A colour scale with its limits.</summary>
    public static void Scale(this Utf8JsonWriter json, ColorScale scale)
    {
        json.Number("zmin", scale.Minimum);
        json.Number("zmax", scale.Maximum);
        json.WriteStartArray("colorscale");
        for (var i = 0; i <= 8; i++)
        {
            json.WriteStartArray();
            json.Number(i / 8.0);
            json.WriteStringValue(scale.Color((int)Math.Round(i / 8.0 * (scale.LevelCount - 1))));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>A named text object, as titles are.</summary>
    public static void Title(this Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("title");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
