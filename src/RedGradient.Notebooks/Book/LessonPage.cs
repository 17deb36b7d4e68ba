using System.Globalization;
using System.Text;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Students;

namespace RedGradient.Notebooks.Book;

/// <summary>One lesson as a page.</summary>
internal static class LessonPage
{
    internal static string Render(IReadOnlyList<LessonFacts> lessons, int index, Notebook notebook, MarkdownPage markdown, PageIds ids, BookOptions options)
    {
        var facts = lessons[index];
        var body = new StringBuilder();
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            body.Append(FigureAnchors(notebook, i, ids));
            body.Append(Render(notebook.Cells[i], facts.PageFile, ids, markdown));
            if (markdown.Failure is { } why && notebook.Cells[i].Kind == CellKind.Markdown)
                options.Notice?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Path.ChangeExtension(facts.PageFile, ".ipynb")}: cell {i + 1} cannot be laid out as Markdown and stands in the book as text. {why}"));
        }

        if (!markdown.Headings.Exists(heading => heading.Level == 1))
            body.Insert(0, $"<h1>{HtmlText.Escape(facts.Title)}</h1>\n");
        var content = $"""
            <div class="lesson">
            {Contents(markdown.Headings)}
            <main id="content" class="prose">
            {body.ToString().TrimEnd('\n')}
            <p class="download"><a href="{HtmlText.Escape(facts.NotebookFile)}" download>Download this notebook</a>, or read <a href="{ExtraPages.Start}">how to run it</a>.</p>
            {Neighbours(lessons, index)}
            </main>
            </div>
            """;
        return PageLayout.Render(facts.Title + " · " + options.Title, facts.Summary, content, options, isFirstPage: false);
    }

    private static string Render(Cell cell, string page, PageIds ids, MarkdownPage markdown)
    {
        if (cell.Kind == CellKind.Markdown)
            return markdown.Render(cell.Source, cell.Attachments);
        if (cell.Kind == CellKind.Raw || cell.Source.Length == 0)
            return "";
        markdown.Sections.AddCode(StudentCopy.HasSolution(cell) ? StudentCopy.WithoutSolutions(cell.Source, page) : cell.Source);
        var outputs = string.Concat(Joined(cell).Outputs.Select(output => OutputHtml.Render(output, ids, markdown)));
        if (!StudentCopy.HasSolution(cell))
            return $"<div class=\"cell\">\n{Code(cell.Source)}{outputs}</div>\n";

        // The reader sees what a student would; the solution, and what it gave, are one step away.
        var solution = SolutionParts.Of(cell.Source, page).Where(part => part.IsSolution).Select(Dedented);
        return $"""
            <div class="cell exercise">
            {Code(StudentCopy.WithoutSolutions(cell.Source, page))}<details class="solution"><summary>Solution</summary>
            {Code(string.Join("\n\n// …\n\n", solution))}{outputs}</details>
            </div>

            """;
    }

    private static Cell Joined(Cell cell)
    {
        var copy = cell.Clone();
        copy.JoinStreams();
        return copy;
    }

    private static string Code(string code) => $"<div class=\"code\"><pre><code>{CSharpHighlighter.ToHtml(code.TrimEnd('\n'))}</code></pre></div>\n";

    private static string Dedented(SolutionPart part)
    {
        var lines = part.Lines.Where(line => !line.TrimStart().StartsWith(StudentCopy.StubMarker, StringComparison.Ordinal));
        return string.Join('\n', lines.Select(line => line.StartsWith(part.Indentation, StringComparison.Ordinal) ? line[part.Indentation.Length..] : line));
    }

    // The figures of a cell are named by the caption in the text after it.
    private static string FigureAnchors(Notebook notebook, int index, PageIds ids)
    {
        var cell = notebook.Cells[index];
        if (cell.Kind != CellKind.Code || StudentCopy.HasSolution(cell) || !cell.Outputs.Exists(OutputHtml.IsFigure)) return "";
        // The last of several cells with figures before one caption holds the place.
        var text = notebook.Cells.Skip(index + 1).TakeWhile(next => next.Kind != CellKind.Code || !next.Outputs.Exists(OutputHtml.IsFigure)).FirstOrDefault(next => next.Kind == CellKind.Markdown);
        var numbers = text is null ? [] : text.Source.Split('\n').Select(line => MarkdownPage.FigureNumbers(line.TrimStart('*', ' '))).FirstOrDefault(found => found.Count > 0) ?? [];
        return string.Concat(numbers.Select(number => $"<span class=\"place\" id=\"{ids.OfNumber("figure", number)}\"></span>\n"));
    }

    internal static string Contents(IEnumerable<PageHeading> headings)
    {
        var entries = headings.Where(heading => heading.Level == 2).Select(heading => $"<li><a href=\"#{heading.Id}\">{heading.Html}</a></li>");
        var list = string.Join('\n', entries);
        return list.Length == 0 ? "" : $"""
            <nav class="contents" aria-labelledby="contents-title">
            <details open>
            <summary id="contents-title">On this page</summary>
            <ol>
            {list}
            </ol>
            </details>
            </nav>
            """;
    }

    private static string Neighbours(IReadOnlyList<LessonFacts> lessons, int index)
    {
        var previous = index > 0 ? Neighbour(lessons[index - 1], "Previous", "previous") : "";
        var next = index + 1 < lessons.Count ? Neighbour(lessons[index + 1], "Next", "next") : "";
        return previous.Length + next.Length == 0 ? "" : $"<nav class=\"neighbours\" aria-label=\"Previous and next\">\n{previous}{next}</nav>";
    }

    private static string Neighbour(LessonFacts lesson, string label, string relation) =>
        $"<a class=\"{relation}\" rel=\"{(relation == "next" ? "next" : "prev")}\" href=\"{HtmlText.Escape(lesson.PageFile)}\"><span>{label}</span> {HtmlText.Escape(lesson.Title)}</a>\n";
}
