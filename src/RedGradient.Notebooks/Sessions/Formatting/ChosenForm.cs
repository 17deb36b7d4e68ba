using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>A value in the one form that the cell asks for.</summary>
internal static class ChosenForm
{
    /// <exception cref="ArgumentException">The value has no such form; the message lists those it has.</exception>
    public static JsonObject Of(object? value, string mimeType)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        if (value is HtmlContent html && mimeType == "text/html") return MagicText.OfType(mimeType, html.Html);
        if (value is string text) return MagicText.OfType(mimeType, text);
        var bundle = ValueFormatter.Format(value);
        var plain = bundle["text/plain"]?.DeepClone() ?? PlainText.Of(value);
        if (bundle[mimeType] is { } form) return mimeType == "text/plain" ? new JsonObject { [mimeType] = plain } : new JsonObject { [mimeType] = form.DeepClone(), ["text/plain"] = plain };
        // HTML and Markdown show any text; JSON takes any value.
        switch (mimeType)
        {
            case "text/html":
                return new JsonObject { [mimeType] = $"<pre>{System.Net.WebUtility.HtmlEncode((string?)plain)}</pre>", ["text/plain"] = plain };
            case "text/markdown":
                return new JsonObject { [mimeType] = (string?)plain, ["text/plain"] = plain };
            case "application/json":
                return new JsonObject { [mimeType] = Json(value), ["text/plain"] = plain };
            default:
                throw new ArgumentException($"A value of the type {value?.GetType().Name ?? "null"} has no form \"{mimeType}\"; it has {string.Join(", ", bundle.Select(pair => pair.Key).Append("application/json").Distinct())}.", nameof(mimeType));
        }
    }

    private static JsonNode? Json(object? value)
    {
        try { return JsonSerializer.SerializeToNode(value); }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or ArgumentException)
        {
            throw new ArgumentException($"A value of the type {value!.GetType().Name} cannot be written as JSON.", nameof(value));
        }
    }
}
