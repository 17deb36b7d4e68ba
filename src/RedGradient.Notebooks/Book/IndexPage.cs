using System.Text;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Book;

/// <summary>The book's first page: what it is, and a card for each lesson.</summary>
internal static class IndexPage
{
    internal static string Render(IReadOnlyList<(LessonFacts Facts, Notebook Notebook)> lessons, MarkdownPage markdown, PageIds ids, BookOptions options)
    {
        var sections = string.Concat(lessons.GroupBy(lesson => lesson.Facts.Folder).Select(group => Section(group.Key, [.. group], ids)));
        var content = $"""
            <main id="content" class="index">
            <header class="hero">
            <h1>{HtmlText.Escape(options.Title)}</h1>
            <p class="subtitle">{HtmlText.Escape(options.Subtitle)}</p>
            <div class="introduction">
            {markdown.Render(options.Introduction).TrimEnd('\n')}
            </div>
            </header>
            <p class="start"><a href="{ExtraPages.Start}">How to run the course</a></p>
            {sections.TrimEnd('\n')}
            </main>
            """;
        return PageLayout.Render(options.Title, options.Subtitle, content, options, isFirstPage: true);
    }

    private static string Section(string folder, IReadOnlyList<(LessonFacts Facts, Notebook Notebook)> lessons, PageIds ids)
    {
        var title = folder.Length == 0 ? "Lessons" : string.Concat(folder[..1].ToUpperInvariant(), folder[1..]);
        var id = ids.OfHeading(title);
        var cards = new StringBuilder();
        foreach (var (facts, notebook) in lessons)
            cards.Append(Card(facts, FirstFigure(notebook, ids)));
        return $"""
            <section aria-labelledby="{id}">
            <h2 id="{id}">{HtmlText.Escape(title)}</h2>
            <ol class="cards">
            {cards.ToString().TrimEnd('\n')}
            </ol>
            </section>

            """;
    }

    private static string? FirstFigure(Notebook notebook, PageIds ids) =>
        notebook.Cells.Where(cell => !Students.StudentCopy.HasSolution(cell)).SelectMany(cell => cell.Outputs).Select(output => OutputHtml.Thumbnail(output, ids)).FirstOrDefault(figure => figure is not null);

    // The figure is described on the lesson's page; here it is an ornament, and its description would only delay who listens.
    private static string Card(LessonFacts facts, string? figure) => $"""
        <li class="card">
        <div class="card-text">
        <p class="card-facts">{string.Join(" · ", new[] { facts.ShortName == facts.Title ? "" : facts.ShortName, facts.Minutes }.Where(fact => fact.Length > 0).Select(HtmlText.Escape))}</p>
        <h3><a href="{HtmlText.Escape(facts.PageFile)}">{HtmlText.Escape(facts.Title)}</a></h3>
        <p>{HtmlText.Escape(facts.Summary)}</p>
        </div>
        <div class="card-figure" aria-hidden="true">{figure?.TrimEnd('\n')}</div>
        </li>

        """;
}
