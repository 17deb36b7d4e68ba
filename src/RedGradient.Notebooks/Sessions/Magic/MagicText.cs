using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>Texts of a MIME type as bundles, each with a plain text for whoever shows no other.</summary>
internal static partial class MagicText
{
    /// <summary>The bundle in which a language's text is shown.</summary>
    public static JsonObject Bundle(string language, string text) => language switch
    {
        "html" => OfType("text/html", text),
        "javascript" => OfType("application/javascript", text),
        "markdown" => OfType("text/markdown", text),
        // Newer notebooks know Mermaid's own type, others the fence in Markdown.
        "mermaid" => new JsonObject { ["text/vnd.mermaid"] = text, ["text/markdown"] = $"```mermaid\n{text}\n```", ["text/plain"] = text },
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Shown are html, javascript, markdown and mermaid."),
    };

    /// <summary>A text that is already of the type it is shown as.</summary>
    /// <exception cref="ArgumentException">The type is no MIME type, or the text is no JSON although the type says so.</exception>
    public static JsonObject OfType(string mimeType, string text)
    {
        if (!MimeType().IsMatch(mimeType)) throw new ArgumentException($"The MIME type was \"{mimeType}\"; allowed are names such as text/markdown, text/html or image/svg+xml.", nameof(mimeType));
        if (mimeType == "text/plain") return new JsonObject { ["text/plain"] = text };
        var isJson = mimeType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        return new JsonObject { [mimeType] = isJson ? Json(text) : text, ["text/plain"] = mimeType == "text/html" ? OfHtml(text) : text };
    }

    /// <summary>What a reader of plain text gets of HTML: the text between the marks, a line for each block.</summary>
    public static string OfHtml(string html)
    {
        var text = Unseen().Replace(html, "");
        text = Cells().Replace(text, "  ");
        text = Blocks().Replace(text, "\n");
        text = WebUtility.HtmlDecode(Marks().Replace(text, ""));
        return Lines().Replace(text, "\n").Trim();
    }

    private static JsonNode? Json(string text)
    {
        try { return JsonNode.Parse(text); }
        catch (System.Text.Json.JsonException) { throw new ArgumentException("The text is to be shown as JSON and is none.", nameof(text)); }
    }

    [GeneratedRegex(@"^[a-z]+/[\w.+\-]+(;.*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex MimeType();

    [GeneratedRegex(@"<(script|style)\b.*?</\1\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"</t[dh]\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Cells();

    [GeneratedRegex(@"<br\s*/?>|</(p|div|tr|li|h[1-6]|pre|table|ul|ol|blockquote|caption|title)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Blocks();

    [GeneratedRegex("<[A-Za-z/!][^>]*>")]
    private static partial Regex Marks();

    [GeneratedRegex(@"[ \t]*\n\s*")]
    private static partial Regex Lines();
}
