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
            LessonArgument.Select(course, []);
            var lessons = course.AllNotebooks();
            Make(course, lessons, folder, parsed.GetValue(force));
            foreach (var path in lessons.Where(HasNeverRun)) Console.Error.WriteLine($"{Path.GetFileName(path)} has no outputs, so its page has no results: run it with `redgradient run --in-place {Word(path)}` first.");
            Tell(folder);
            if (parsed.GetValue(open)) Open(folder);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Makes the book from executed notebooks, wherever they lie; its cells read as in the course's own.</summary>
    public static void Make(Course course, IReadOnlyList<string> notebooks, string folder, bool force) =>
        BookWriter.Write([.. notebooks.Select(path => (NameOf(course, path), Load(course, path)))], folder, new BookOptions { Glossary = Text(course, Glossary.FileName), Notation = Text(course, "NOTATION.md"), Notice = Console.Error.WriteLine }, force);

    // Executed copies lie in one folder; the course's own tell which are exercises and guides.
    private static string NameOf(Course course, string path)
    {
        var name = Path.GetFileName(path);
        return course.AllNotebooks().FirstOrDefault(own => Path.GetFileName(own) == name) is { } known ? Path.GetRelativePath(course.Notebooks, known).Replace('\\', '/') : name;
    }

    // What names the notebook on the command line: a lesson's number, the name of another.
    private static string Word(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length > 3 && name[2] == '-' && int.TryParse(name[..2], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? FormattableString.Invariant($"{number}") : name;
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

    private static bool HasNeverRun(string path) =>
        Notebook.Load(path).Cells.Where(cell => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source)).ToList() is { Count: > 0 } cells && cells.TrueForAll(cell => cell.ExecutionCount is null && cell.Outputs.Count == 0);

    private static Notebook Load(Course course, string path)
    {
        var notebook = Notebook.Load(path);
        ReferenceRewriter.Rewrite(notebook, Path.GetDirectoryName(path)!, course.Notebooks);
        return notebook;
    }
}
