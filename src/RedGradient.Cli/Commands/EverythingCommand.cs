using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary>The command without a verb: every lesson, then the book.</summary>
internal static class EverythingCommand
{
    public static async Task<int> RunAsync(bool force, CancellationToken cancellationToken)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var files = new OutputFiles("run", Path.Combine(course.Artifacts, "run"), force);
        var reports = await LessonRuns.RunAsync(course, LessonArgument.Select(course, []), DataSetting.Synthetic, files, cancellationToken).ConfigureAwait(false);
        RunTable.Write(reports);
        // The book shows a lesson that failed too, with its error where it stands.
        var executed = reports.Where(report => report.Result is not null).Select(report => Path.Combine(files.Folder, report.Name + ".ipynb")).ToList();
        BookCommand.Make(course, executed, Path.Combine(course.Artifacts, "book"), force);
        return reports.All(report => report.Succeeded) ? ExitCode.Success : ExitCode.Failed;
    }
}
