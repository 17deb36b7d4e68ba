using System.Reflection;
using System.Text;
using RedGradient.Notebooks.Linting;

namespace RedGradient.Notebooks.Book;

/// <summary>The pages beside the lessons: how to run the course, symbols, terms, and where each term and figure stands.</summary>
internal static class ExtraPages
{
    internal const string Start = "start.html";
    internal const string Notation = "notation.html";
    internal const string WordIndex = "word-index.html";

    /// <summary>A page of Markdown whose title is the text's own, or the one given.</summary>
    internal static string OfText(string text, string? title, string description, MarkdownPage markdown, BookOptions options)
    {
        var body = (title is null ? "" : $"<h1>{HtmlText.Escape(title)}</h1>\n") + markdown.Render(text);
        var name = title ?? markdown.Headings.Find(heading => heading.Level == 1)?.Text ?? description;
        return PageLayout.Render($"{name} · {options.Title}", description, Content(markdown, body), options, isFirstPage: false);
    }

    /// <summary>How to run the course.</summary>
    internal static string StartText()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("RedGradient.Notebooks.Book.Assets.start.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Where each term is used and each figure stands.</summary>
    internal static string Index(IReadOnlyList<(LessonFacts Facts, IReadOnlyList<PageSection> Sections)> lessons, Glossary? glossary, MarkdownPage markdown, BookOptions options)
    {
        var text = new StringBuilder("## Terms\n\n");
        if (glossary is null) text.Append("The book has no glossary.\n\n");
        foreach (var term in glossary?.Terms ?? [])
        {
            var places = lessons.Select(lesson => (lesson.Facts, Section: lesson.Sections.FirstOrDefault(section => section.Links.Contains(term.Anchor, StringComparer.OrdinalIgnoreCase))))
                .Where(place => place.Section is not null)
                .Select(place => $"[{Escaped(place.Facts.ShortName)}: {Escaped(place.Section!.Title)}]({place.Facts.PageFile}#{place.Section.Id})");
            text.Append("- [").Append(Escaped(term.Name)).Append("](").Append(BookGlossary.Page).Append('#').Append(term.Anchor).Append(')');
            var list = string.Join(", ", places);
            text.Append(list.Length == 0 ? "\n" : $" — {list}\n");
        }

        text.Append("\n## Figures\n\n");
        foreach (var (facts, sections) in lessons)
        {
            var figures = sections.SelectMany(section => section.Figures).ToList();
            if (figures.Count == 0) continue;
            text.Append("### ").Append(Escaped($"{facts.ShortName}: {facts.Title}")).Append("\n\n");
            foreach (var (number, caption) in figures) text.Append($"- [Figure {number}]({facts.PageFile}#figure-{number}): {Escaped(caption)}\n");
            text.Append('\n');
        }

        return OfText(text.ToString(), "Index", "Where each term is used and each figure stands.", markdown, options);
    }

    private static string Content(MarkdownPage markdown, string body) => $"""
        <div class="lesson">
        {LessonPage.Contents(markdown.Headings)}
        <main id="content" class="prose">
        {body.TrimEnd('\n')}
        </main>
        </div>
        """;

    private static string Escaped(string text) => ReportPage.Escape(text);
}
