using System.CommandLine;
using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>book</c>: the lessons as a static site.</summary>
internal static class BookCommand
{
    public static Command Create()
    {
        var output = OutputOptions.Folder("The folder for the pages; artifacts/book by default.");
        var force = OutputOptions.Force();
        var command = new Command("book", "Makes one static site, readable offline, from the notebooks and their outputs.") { output, force };
        command.SetAction(parsed =>
        {
            var course = Course.Find(Environment.CurrentDirectory);
            var folder = parsed.GetValue(output) is { } chosen ? Path.GetFullPath(chosen) : Path.Combine(course.Artifacts, "book");
            Make(course, LessonArgument.Select(course, []), folder, parsed.GetValue(force));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Makes the book from executed notebooks, wherever they lie; its cells read as in the course's own.</summary>
    public static void Make(Course course, IReadOnlyList<string> notebooks, string folder, bool force)
    {
        BookWriter.Write([.. notebooks.Select(path => (Path.GetFileName(path), Load(course, path)))], folder, force: force);
        Console.WriteLine($"The book: {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, "index.html"))}");
    }

    private static Notebook Load(Course course, string path)
    {
        var notebook = Notebook.Load(path);
        ReferenceRewriter.Rewrite(notebook, Path.GetDirectoryName(path)!, course.Notebooks);
        return notebook;
    }
}
