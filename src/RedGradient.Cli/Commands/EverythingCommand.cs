using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary>The command without a verb: every lesson, then the book.</summary>
internal static class EverythingCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var folder = Path.Combine(course.Artifacts, "run");
        var reports = await LessonRuns.RunAsync(course, course.Select([], Environment.CurrentDirectory), DataSetting.Synthetic, folder, cancellationToken).ConfigureAwait(false);
        RunTable.Write(reports);
        // The book shows a lesson that failed too, with its error where it stands.
        var executed = reports.Where(report => report.Result is not null).Select(report => Path.Combine(folder, report.Name + ".ipynb")).ToList();
        BookCommand.Make(course, executed, Path.Combine(course.Artifacts, "book"));
        return reports.All(report => report.Succeeded) ? ExitCode.Success : ExitCode.Failed;
    }
}
