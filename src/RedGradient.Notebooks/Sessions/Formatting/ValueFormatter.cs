using System.Collections;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Makes the MIME bundle in which a value is shown.</summary>
public static class ValueFormatter
{
    /// <summary>
    /// Formats a value: by the formatters its type names, as a table for a sequence of records or objects, as text otherwise.
    /// </summary>
    /// <param name="value">The value; null is shown as the word.</param>
    /// <returns>The bundle: JSON for JSON types, text for all others.</returns>
    public static JsonObject Format(object? value)
    {
        if (value is HtmlContent html) return Magic.MagicText.OfType("text/html", html.Html);
        if (value is System.Data.DataTable data) value = data.DefaultView;
        if (value is not null && ConventionFormatters.Find(value.GetType()) is { } formatters) return formatters.Format(value);
        if (value is IEnumerable and not string && Table.TryRead((IEnumerable)value) is { } table)
        {
            return new JsonObject { ["text/html"] = table.ToHtml(), ["text/plain"] = table.ToText() };
        }

        return new JsonObject { ["text/plain"] = PlainText.Of(value) };
    }
}
