using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Book.Formulas;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Book;

/// <summary>Outputs of cells as HTML: figures inline, tables, text, errors. Interactive formats are left out.</summary>
internal static partial class OutputHtml
{
    internal static string Render(Output output, PageIds ids, MarkdownPage markdown) => output switch
    {
        StreamOutput stream => Text(stream.Text, stream.Name == "stderr" ? "stream stderr" : "stream"),
        ErrorOutput error => Error(error),
        DisplayOutput display => Bundle(display.Data, display.Metadata, ids, markdown),
        ResultOutput result => Bundle(result.Data, result.Metadata, ids, markdown),
        _ => "",
    };

    /// <summary>The figure an output holds, as a small picture of itself, or null when it holds none.</summary>
    internal static string? Thumbnail(Output output, PageIds ids) => output switch
    {
        DisplayOutput display => Figure(display.Data, display.Metadata, ids, reflows: false),
        ResultOutput result => Figure(result.Data, result.Metadata, ids, reflows: false),
        _ => null,
    };

    /// <summary>Whether an output is drawn: a figure, a picture or a slider.</summary>
    internal static bool IsFigure(Output output) => output switch
    {
        DisplayOutput display => HasPicture(display.Data),
        ResultOutput result => HasPicture(result.Data),
        _ => false,
    };

    private static bool HasPicture(JsonObject data) => data.Any(entry => entry.Key.StartsWith("image/", StringComparison.Ordinal));

    private static string Bundle(JsonObject data, JsonObject metadata, PageIds ids, MarkdownPage markdown)
    {
        if (SliderFigure.Render(data[SliderFigure.Type], ids) is { } slider)
            return slider;
        if (Figure(data, metadata, ids) is { } figure)
            return figure;
        if (Content(data, "text/html") is { } html)
            return $"<div class=\"output html\">{MarkdownPage.WithScrollingTables(ids.InFigure(HtmlCleaner.Clean(html)))}</div>\n";
        if (Content(data, "text/markdown") is { } text)
            return $"<div class=\"output prose\">{markdown.Render(text)}</div>\n";
        if (Content(data, "text/latex") is { } latex)
            return $"<div class=\"output\">{LatexFormula.ToHtml(latex.Trim().Trim('$'), isDisplay: true)}</div>\n";
        return Content(data, "text/plain") is { } plain ? Text(plain, "result") : "";
    }

    private static string? Figure(JsonObject data, JsonObject metadata, PageIds ids, bool reflows = true)
    {
        if (Content(data, "image/svg+xml") is { } svg)
            return SvgFigure.Render(svg, ids, reflows);
        foreach (var type in (ReadOnlySpan<string>)["image/png", "image/jpeg", "image/gif"])
        {
            if (Content(data, type) is { } image)
                return Picture(type, image, Content(data, "text/plain"), metadata[type] as JsonObject);
        }

        return null;
    }

    private static string Picture(string type, string image, string? description, JsonObject? size)
    {
        var content = string.Concat(image.Where(character => !char.IsWhiteSpace(character)));
        var attributes = new StringBuilder();
        foreach (var side in (ReadOnlySpan<string>)["width", "height"])
        {
            if (size?[side] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
                attributes.Append(CultureInfo.InvariantCulture, $" {side}=\"{value.ToJsonString()}\"");
        }

        var alt = HtmlText.Escape((description ?? "Picture").Trim());
        return $"<figure class=\"figure\"><img src=\"data:{type};base64,{content}\" alt=\"{alt}\"{attributes}></figure>\n";
    }

    private static string Text(string text, string style)
    {
        var lines = WithoutControl(text).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]);
        return $"<pre class=\"output {style}\">{HtmlText.Escape(string.Join('\n', lines))}</pre>\n";
    }

    private static string Error(ErrorOutput error)
    {
        var trace = WithoutControl(string.Join('\n', error.Traceback)).Trim('\n');
        var details = trace.Length == 0 ? "" : $"<pre>{HtmlText.Escape(trace)}</pre>";
        return $"<div class=\"output error\"><p><strong>{HtmlText.Escape(error.Name)}</strong> {HtmlText.Escape(WithoutControl(error.Value))}</p>{details}</div>\n";
    }

    private static string? Content(JsonObject data, string type) =>
        data[type] is { } node && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static string WithoutControl(string text) => TerminalColour().Replace(text, "");

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex TerminalColour();
}
