using System.Reflection;
using System.Text;

namespace RedGradient.Notebooks.Book;

/// <summary>One page that stands alone, in the look of the book: its style sheet is inside, it has no script and needs no other file.</summary>
/// <remarks>The same parts give the same bytes.</remarks>
public sealed class ReportPage
{
    private readonly string title;
    private readonly string description;
    private readonly PageIds ids = new();
    private readonly MarkdownPage markdown;
    private readonly StringBuilder body = new();

    /// <summary>Begins a page.</summary>
    /// <param name="title">What stands in the browser's tab; the page's own heading comes with its text.</param>
    /// <param name="description">What the page is, in a sentence.</param>
    public ReportPage(string title, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        this.title = title;
        this.description = description;
        markdown = new MarkdownPage(ids, new Dictionary<string, string>());
    }

    /// <summary>Adds text.</summary>
    /// <param name="text">Markdown, with tables and formulas as in the lessons. What comes from outside goes through <see cref="Escape"/> first.</param>
    /// <returns>This page.</returns>
    public ReportPage Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        body.Append(markdown.Render(text));
        return this;
    }

    /// <summary>Adds a figure, which shrinks with the page.</summary>
    /// <param name="svg">A whole SVG document.</param>
    /// <returns>This page.</returns>
    public ReportPage Figure(string svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        body.Append(SvgFigure.Render(svg, ids));
        return this;
    }

    /// <summary>Text in which nothing is markup, to stand within Markdown.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            escaped.Append(char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character)) ? $"\\{character}" : character is '\n' or '\r' ? ' ' : character);
        }

        return escaped.ToString();
    }

    /// <summary>The whole page.</summary>
    public string ToHtml()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("RedGradient.Notebooks.Book.Assets." + PageLayout.StyleSheet)!;
        using var reader = new StreamReader(stream);
        return PageLayout.RenderAlone(title, description, body.ToString().TrimEnd('\n'), reader.ReadToEnd(), new BookOptions());
    }
}
