using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>book</c>: the lessons as a static site.</summary>
internal static class BookCommand
{
    public static Command Create()
    {
        var output = OutputOptions.Folder("The folder for the pages; artifacts/book by default.");
        var force = OutputOptions.Force();
        var open = new Option<bool>("--open") { Description = "Open the book in the browser." };
        var command = new Command("book", "Makes one static site, readable offline, from the notebooks and their outputs.") { output, open, force };
        command.SetAction(parsed =>
        {
            var course = Course.Find(Environment.CurrentDirectory);
            var folder = parsed.GetValue(output) is { } chosen ? Path.GetFullPath(chosen) : Path.Combine(course.Artifacts, "book");
            Make(course, course.AllNotebooks(), folder, parsed.GetValue(force));
            Tell(folder);
            if (parsed.GetValue(open)) Open(folder);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Makes the book from executed notebooks, wherever they lie; its cells read as in the course's own.</summary>
    public static void Make(Course course, IReadOnlyList<string> notebooks, string folder, bool force) =>
        BookWriter.Write([.. notebooks.Select(path => (NameOf(course, path), Load(course, path)))], folder, new BookOptions { Glossary = Text(course, Glossary.FileName), Notation = Text(course, "NOTATION.md") }, force);

    // Executed copies lie in one folder; the course's own tell which are exercises and guides.
    private static string NameOf(Course course, string path)
    {
        var name = Path.GetFileName(path);
        return course.AllNotebooks().FirstOrDefault(own => Path.GetFileName(own) == name) is { } known ? Path.GetRelativePath(course.Notebooks, known).Replace('\\', '/') : name;
    }

    private static string? Text(Course course, string file) =>
        Path.Combine(course.Notebooks, file) is var path && File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;

    /// <summary>Prints where the book is: a path to type, and an address that terminals make a link of.</summary>
    public static void Tell(string folder)
    {
        Console.WriteLine($"The book: {Path.GetRelativePath(Environment.CurrentDirectory, Page(folder))}");
        Console.WriteLine(new Uri(Page(folder)).AbsoluteUri);
    }

    private static string Page(string folder) => Path.Combine(folder, "index.html");

    private static void Open(string folder)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(Page(folder)) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            throw new IOException($"No program was found that opens {Page(folder)}; open it in a browser by hand.");
        }
    }

    private static Notebook Load(Course course, string path)
    {
        var notebook = Notebook.Load(path);
        ReferenceRewriter.Rewrite(notebook, Path.GetDirectoryName(path)!, course.Notebooks);
        return notebook;
    }
}
