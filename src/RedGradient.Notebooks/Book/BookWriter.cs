using System.Reflection;
using System.Text;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;

namespace RedGradient.Notebooks.Book;

/// <summary>Writes executed notebooks as a small web site that needs no server, no network and, to be read, no script.</summary>
public static class BookWriter
{
    private static readonly string[] OwnPages = ["index", "start", "glossary", "notation", "word-index"];

    /// <summary>
    /// Writes <c>index.html</c>, a page for each notebook and a copy of it, the pages about the course (how to run it, glossary, symbols, index), a style sheet and
    /// scripts; the same notebooks give the same bytes.
    /// </summary>
    /// <param name="lessons">
    /// The notebooks in their order, each with its file name from the folder of the lessons, such as <c>01-backpropagation.ipynb</c> or <c>exercises/hunt.ipynb</c>; the page is
    /// named after it.
    /// </param>
    /// <param name="outputFolder">Created where it is missing. Files of the same names that a book was written to before are replaced, each whole or not at all; others are left alone.</param>
    /// <param name="options">Title and introduction; the course's own by default.</param>
    /// <param name="force">Whether files that no book wrote, or that were changed since, are replaced too; false by default.</param>
    /// <returns>The files written, in full.</returns>
    /// <exception cref="ArgumentException">Two lessons have the same name, a name is empty or <c>index</c>, or a file that is there may not be replaced; nothing was written then.</exception>
    /// <exception cref="FormatException">The solution markers of a lesson do not pair up.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(IReadOnlyList<(string Name, Notebook Notebook)> lessons, string outputFolder, BookOptions? options = null, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        var files = Render(lessons, options);
        var output = new OutputFiles("book", outputFolder, force);
        foreach (var (file, text) in files) output.Claim(file, content: Encoding.UTF8.GetBytes(text));
        output.Check();
        return [.. files.Select(page => output.Write(page.File, page.Text))];
    }

    /// <summary>The book's files, from file name to text, without writing them.</summary>
    /// <inheritdoc cref="Write"/>
    public static IReadOnlyList<(string File, string Text)> Render(IReadOnlyList<(string Name, Notebook Notebook)> lessons, BookOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        options ??= new BookOptions();
        var facts = lessons.Select(lesson => LessonFacts.Of(Checked(lesson.Name), lesson.Notebook)).ToList();
        var repeated = facts.GroupBy(lesson => lesson.PageFile, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
            throw new ArgumentException($"Two lessons would be written to {repeated.Key}; each needs a name of its own.", nameof(lessons));
        var pages = facts.ToDictionary(lesson => Path.ChangeExtension(lesson.PageFile, ".ipynb"), lesson => lesson.PageFile, StringComparer.Ordinal);
        if (options.Glossary is not null) pages[Glossary.FileName] = BookGlossary.Page;
        if (options.Notation is not null) pages["NOTATION.md"] = ExtraPages.Notation;
        var glossary = options.Glossary is { } terms ? new BookGlossary(Glossary.Parse(terms)) : null;

        var indexIds = new PageIds();
        var files = new List<(string, string)>
        {
            ("index.html", IndexPage.Render([.. facts.Zip(lessons, (fact, lesson) => (fact, lesson.Notebook))], new MarkdownPage(indexIds, pages, glossary), indexIds, options)),
        };
        var said = new List<(string Page, string Title, IReadOnlyList<PageSection> Sections)>();
        for (var i = 0; i < facts.Count; i++)
        {
            var ids = new PageIds();
            var markdown = new MarkdownPage(ids, pages, glossary);
            files.Add((facts[i].PageFile, LessonPage.Render(facts, i, lessons[i].Notebook, markdown, ids, options)));
            files.Add((facts[i].NotebookFile, lessons[i].Notebook.Clone().ToJson()));
            said.Add((facts[i].PageFile, facts[i].ShortName == facts[i].Title ? facts[i].Title : $"{facts[i].ShortName}: {facts[i].Title}", markdown.Sections.Finish()));
        }

        var places = facts.Zip(said, (fact, page) => (fact, page.Sections)).ToList();
        Extra(ExtraPages.Start, "How to run the course", ExtraPages.StartText(), "What you need, how to run the lessons and how to change them.");
        if (options.Glossary is { } words) Extra(BookGlossary.Page, null, words, "Every term of the lessons, and the lesson that uses it first.");
        if (options.Notation is { } symbols) Extra(ExtraPages.Notation, null, symbols, "The symbols of the lessons.");
        files.Add((ExtraPages.WordIndex, ExtraPages.Index(places, glossary?.Glossary, new MarkdownPage(new PageIds(), pages), options)));
        files.Add((SearchIndex.File, SearchIndex.Write(said)));
        files.Add((PageLayout.StyleSheet, Asset(PageLayout.StyleSheet)));
        files.Add((PageLayout.Script, Asset(PageLayout.Script)));
        return files;

        void Extra(string file, string? title, string text, string description)
        {
            var markdown = new MarkdownPage(new PageIds(), pages);
            files.Add((file, ExtraPages.OfText(text, title, description, markdown, options)));
            said.Add((file, title ?? markdown.Headings.FirstOrDefault()?.Text ?? description, markdown.Sections.Finish()));
        }
    }

    private static string Checked(string name)
    {
        var baseName = Path.GetFileNameWithoutExtension(name);
        return baseName.Length > 0 && !OwnPages.Contains(baseName, StringComparer.OrdinalIgnoreCase)
            ? name
            : throw new ArgumentException($"A lesson's name was \"{name}\"; allowed: any file name but {string.Join(", ", OwnPages)}, which are pages of the book itself.", nameof(name));
    }

    private static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("RedGradient.Notebooks.Book.Assets." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
