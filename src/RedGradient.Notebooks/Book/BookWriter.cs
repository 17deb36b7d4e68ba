using System.Reflection;
using System.Text;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Book;

/// <summary>Writes executed notebooks as a small web site that needs no server, no network and, to be read, no script.</summary>
public static class BookWriter
{
    /// <summary>Writes <c>index.html</c>, a page for each lesson, a style sheet and a script; the same notebooks give the same bytes.</summary>
    /// <param name="lessons">The notebooks in their order, each with its file name, such as <c>01-backpropagation.ipynb</c>; the page is named after it.</param>
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

        var indexIds = new PageIds();
        var files = new List<(string, string)>
        {
            ("index.html", IndexPage.Render([.. facts.Zip(lessons, (fact, lesson) => (fact, lesson.Notebook))], new MarkdownPage(indexIds, pages), indexIds, options)),
        };
        for (var i = 0; i < facts.Count; i++)
        {
            var ids = new PageIds();
            files.Add((facts[i].PageFile, LessonPage.Render(facts, i, lessons[i].Notebook, new MarkdownPage(ids, pages), ids, options)));
        }

        files.Add((PageLayout.StyleSheet, Asset(PageLayout.StyleSheet)));
        files.Add((PageLayout.Script, Asset(PageLayout.Script)));
        return files;
    }

    private static string Checked(string name)
    {
        var baseName = Path.GetFileNameWithoutExtension(name);
        return baseName.Length > 0 && !baseName.Equals("index", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw new ArgumentException($"A lesson's name was \"{name}\"; allowed: any file name but \"index\", which is the book's first page.", nameof(name));
    }

    private static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("RedGradient.Notebooks.Book.Assets." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
