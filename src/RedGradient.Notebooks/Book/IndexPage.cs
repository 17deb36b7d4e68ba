using System.Text;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Book;

/// <summary>The book's first page: what it is, and a card for each lesson.</summary>
internal static class IndexPage
{
    internal static string Render(IReadOnlyList<(LessonFacts Facts, Notebook Notebook)> lessons, MarkdownPage markdown, PageIds ids, BookOptions options)
    {
        var cards = new StringBuilder();
        foreach (var (facts, notebook) in lessons)
            cards.Append(Card(facts, FirstFigure(notebook, ids)));
        var content = $"""
            <main id="content" class="index">
            <header class="hero">
            <h1>{HtmlText.Escape(options.Title)}</h1>
            <p class="subtitle">{HtmlText.Escape(options.Subtitle)}</p>
            <div class="introduction">
            {markdown.Render(options.Introduction).TrimEnd('\n')}
            </div>
            </header>
            <section aria-labelledby="lessons">
            <h2 id="lessons">Lessons</h2>
            <ol class="cards">
            {cards.ToString().TrimEnd('\n')}
            </ol>
            </section>
            </main>
            """;
        return PageLayout.Render(options.Title, options.Subtitle, content, options, isFirstPage: true);
    }

    private static string? FirstFigure(Notebook notebook, PageIds ids) =>
        notebook.Cells.Where(cell => !Students.StudentCopy.HasSolution(cell)).SelectMany(cell => cell.Outputs).Select(output => OutputHtml.Figure(output, ids)).FirstOrDefault(figure => figure is not null);

    // The figure is described on the lesson's page; here it is an ornament, and its description would only delay who listens.
    private static string Card(LessonFacts facts, string? figure) => $"""
        <li class="card">
        <div class="card-text">
        <p class="card-facts">{string.Join(" · ", new[] { facts.Number.Length == 0 ? "" : $"Lesson {facts.Number.TrimStart('0')}", facts.Minutes }.Where(fact => fact.Length > 0).Select(HtmlText.Escape))}</p>
        <h3><a href="{HtmlText.Escape(facts.PageFile)}">{HtmlText.Escape(facts.Title)}</a></h3>
        <p>{HtmlText.Escape(facts.Summary)}</p>
        </div>
        <div class="card-figure" aria-hidden="true">{figure?.TrimEnd('\n')}</div>
        </li>

        """;
}
