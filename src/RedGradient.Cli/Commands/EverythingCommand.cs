using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary>The command without a verb: the book at once, then every lesson, and the book again with what each run gave.</summary>
internal static class EverythingCommand
{
    public static async Task<int> RunAsync(bool force, CancellationToken cancellationToken)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var lessons = LessonArgument.Select(course, []);
        var copies = new OutputFiles("run", Path.Combine(course.Artifacts, "run"), force);
        foreach (var lesson in lessons) copies.Claim(Path.GetFileName(lesson), lesson);
        copies.Check();
        var book = Path.Combine(course.Artifacts, "book");
        // Nobody waits for the lessons: the committed ones hold the outputs that their runs must give.
        var all = course.AllNotebooks();
        BookCommand.Make(course, all, book, force);
        BookCommand.Tell(book);
        Console.WriteLine("It can be read now. The lessons run meanwhile, and each page is replaced when its lesson has run.");

        var pages = all.ToDictionary(path => path, StringComparer.Ordinal);
        var gate = new Lock();
        var reports = await LessonRuns.ForEachAsync(course, lessons, DataSetting.Synthetic, Finish, cancellationToken, Math.Max(1, Environment.ProcessorCount / 2)).ConfigureAwait(false);
        RunTable.Write(reports);
        BookCommand.Tell(book);
        return reports.All(report => report.Succeeded) ? ExitCode.Success : ExitCode.Failed;

        // The book shows a lesson that failed too, with its error where it stands.
        string? Finish(string path, LessonResult result)
        {
            var problem = LessonRuns.Write(path, result, copies);
            lock (gate)
            {
                pages[path] = Path.Combine(copies.Folder, Path.GetFileName(path));
                BookCommand.Make(course, [.. all.Select(notebook => pages[notebook])], book, force);
            }

            return problem;
        }
    }
}
