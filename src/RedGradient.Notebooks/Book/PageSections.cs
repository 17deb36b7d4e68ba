using System.Text;
using System.Text.RegularExpressions;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RedGradient.Notebooks.Book;

/// <summary>Gathers what a page says, section by section, while it is rendered.</summary>
internal sealed partial class PageSections
{
    private readonly List<PageSection> sections = [];
    private readonly StringBuilder text = new();
    private readonly StringBuilder code = new();
    private readonly List<string> links = [];
    private readonly List<(int, string)> figures = [];
    private (string Title, string Id) current = ("", "content");

    internal void Add(MarkdownDocument document)
    {
        foreach (var block in document.Descendants<LeafBlock>())
        {
            if (block is HeadingBlock heading)
            {
                Close();
                current = (MarkdownPage.PlainText(heading.Inline), heading.GetAttributes().Id ?? "content");
                continue;
            }

            if (block is not ParagraphBlock) continue;
            var words = MarkdownPage.PlainText(block.Inline);
            if (words.Length == 0) continue;
            text.Append(words).Append(' ');
            foreach (var number in MarkdownPage.FigureNumbers(words)) figures.Add((number, Caption().Replace(words, "")));
        }

        foreach (var url in document.Descendants<LinkInline>().Select(link => link.Url ?? ""))
        {
            if (url.StartsWith(BookGlossary.Page + "#", StringComparison.Ordinal)) links.Add(url[(BookGlossary.Page.Length + 1)..]);
        }
    }

    internal void AddCode(string source) => code.Append(source).Append('\n');

    internal IReadOnlyList<PageSection> Finish()
    {
        Close();
        return sections;
    }

    private void Close()
    {
        if (text.Length + code.Length > 0 || current.Title.Length > 0)
            sections.Add(new PageSection(current.Title, current.Id, text.ToString().Trim(), code.ToString().Trim(), [.. links], [.. figures]));
        text.Clear();
        code.Clear();
        links.Clear();
        figures.Clear();
    }

    [GeneratedRegex(@"^Figures? [^.]*\.\s*")]
    private static partial Regex Caption();
}
