using Markdig.Syntax.Inlines;
using RedGradient.Notebooks.Linting;

namespace RedGradient.Notebooks.Book;

/// <summary>The glossary as the book uses it: a page, and a note at every link to a term.</summary>
internal sealed class BookGlossary(Glossary glossary)
{
    internal const string Page = "glossary.html";

    internal Glossary Glossary => glossary;

    /// <summary>The explanation of the term that a link of a lesson leads to, in plain words; null where it leads elsewhere.</summary>
    internal string? Note(string? url)
    {
        if (url is null || url.IndexOf(Glossary.FileName + "#", StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at)) return null;
        var term = glossary.Find(url[(at + Glossary.FileName.Length + 1)..]);
        return term is null ? null : Plain(term.Explanation);
    }

    /// <summary>Markdown as words alone.</summary>
    internal static string Plain(string markdown) =>
        string.Join(' ', MarkdownPage.Parse(markdown).OfType<Markdig.Syntax.LeafBlock>().Select(block => MarkdownPage.PlainText(block.Inline as ContainerInline)));
}
