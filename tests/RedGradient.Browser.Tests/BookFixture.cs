using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Tests.Book;

namespace RedGradient.Browser.Tests;

/// <summary>The books looked at: one made from a sample, and the course's own where it has been built (<c>artifacts/book</c>).</summary>
public sealed class BookFixture : IDisposable
{
    private static readonly string Sample = Path.Combine(Path.GetTempPath(), $"redgradient-book-{Environment.ProcessId}");

    public BookFixture() => BookWriter.Write(SampleLesson.Both(), Sample, SampleLesson.Options(), force: true);

    /// <summary>Every page of every book: the sample's by name, the course's by what is there.</summary>
    public static IReadOnlyList<string> Pages()
    {
        List<string> pages = ["sample/index.html", "sample/01-sample.html", "sample/02-second.html", "sample/glossary.html", "sample/notation.html", "sample/start.html", "sample/word-index.html"];
        if (CourseBook() is { } book)
            pages.AddRange(Directory.GetFiles(book, "*.html").Order(StringComparer.Ordinal).Select(page => "book/" + Path.GetFileName(page)));
        return pages;
    }

    public static string Folder(string page) => page.StartsWith("sample/", StringComparison.Ordinal) ? Sample : CourseBook()!;

    public static string Address(string page) => new Uri(Path.Combine(Folder(page), Path.GetFileName(page))).AbsoluteUri;

    public void Dispose() => Directory.Delete(Sample, recursive: true);

    private static string? CourseBook()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "RedGradient.slnx")))
                continue;
            var book = Path.Combine(folder.FullName, "artifacts", "book");
            return File.Exists(Path.Combine(book, "index.html")) ? book : null;
        }

        return null;
    }
}
