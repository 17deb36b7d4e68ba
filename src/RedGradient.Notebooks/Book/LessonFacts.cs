using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Book;

/// <summary>What the book says about a lesson on other pages than its own.</summary>
/// <param name="PageFile">The file name of its page.</param>
/// <param name="Title">The first H1's words; the notebook's name where there is none.</param>
/// <param name="Number">The number the notebook's name begins with, as it stands there; empty where there is none.</param>
/// <param name="Minutes">The time to read, as the header cell says it; empty where it does not.</param>
/// <param name="Summary">The first paragraph after the title.</param>
/// <param name="Folder">The folder beside the lessons that the notebook lies in; empty for a lesson.</param>
internal sealed partial record LessonFacts(string PageFile, string Title, string Number, string Minutes, string Summary, string Folder)
{
    // A summary is a line on a card.
    private const int LongestSummary = 240;

    /// <summary>How other pages name it in a word or two.</summary>
    internal string ShortName => Folder.Length == 0 && Number.Length > 0 ? $"Lesson {(Number.TrimStart('0') is { Length: > 0 } number ? number : "0")}" : Title;

    /// <summary>The copy of the notebook beside the page.</summary>
    internal string NotebookFile => Path.ChangeExtension(PageFile, ".ipynb");

    internal static LessonFacts Of(string name, Notebook notebook)
    {
        var baseName = Path.GetFileNameWithoutExtension(name);
        var header = notebook.Cells.Find(cell => cell.Kind == CellKind.Markdown)?.Source ?? "";
        var document = MarkdownPage.Parse(header);
        var title = document.Descendants<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1);
        var paragraph = document.OfType<ParagraphBlock>().FirstOrDefault();
        var minutes = Minute().Match(header);
        return new LessonFacts(
            baseName + ".html",
            Said(notebook, "title") ?? (title is null ? baseName : MarkdownPage.PlainText(title.Inline)),
            LeadingNumber().Match(baseName).Value,
            Said(notebook, "minutes") ?? (minutes.Success ? $"{minutes.Groups[1].Value} min" : ""),
            Said(notebook, "summary") ?? Shortened(MarkdownPage.PlainText(paragraph?.Inline)),
            Path.GetFileName(Path.GetDirectoryName(name)) ?? "");
    }

    // A lesson may say these itself, in the notebook's metadata under "redgradient".
    private static string? Said(Notebook notebook, string fact) =>
        notebook.Metadata["redgradient"] is System.Text.Json.Nodes.JsonObject facts && facts[fact] is { } said
            ? said.GetValueKind() == JsonValueKind.String ? said.GetValue<string>() : said.ToJsonString()
            : null;

    private static string Shortened(string text)
    {
        if (text.Length <= LongestSummary)
            return text;
        var sentenceEnd = text.LastIndexOf(". ", LongestSummary, StringComparison.Ordinal);
        if (sentenceEnd > 60)
            return text[..(sentenceEnd + 1)];
        return text[..text.LastIndexOf(' ', LongestSummary)] + " …";
    }

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"(?<![0-9–-])([0-9]+(?:\s?[–-]\s?[0-9]+)?)\*{0,2}\s*min", RegexOptions.IgnoreCase)]
    private static partial Regex Minute();
}
