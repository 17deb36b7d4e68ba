using System.CommandLine;
using System.Text;
using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>verify</c>: runs lessons again and compares them with the committed files, byte by byte.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var lessons = LessonArgument.Create();
        var command = new Command("verify", "Runs lessons again and compares every byte with the committed notebooks.") { lessons };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(lessons) ?? [], token));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, CancellationToken cancellationToken)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var paths = LessonArgument.Select(course, names);
        var reports = await LessonRuns.ForEachAsync(course, paths, DataSetting.Synthetic, Compare, cancellationToken).ConfigureAwait(false);
        RunTable.Write(reports);
        var equal = reports.Count(report => report.Succeeded);
        Console.WriteLine($"{equal} of {reports.Count} notebooks are what their run gives, byte for byte.");
        return equal == reports.Count ? ExitCode.Success : ExitCode.Failed;
    }

    private static string? Compare(string path, LessonResult result) =>
        result.Failure?.ToString() ?? NotebookComparison.Difference(File.ReadAllText(path, new UTF8Encoding(false, true)), result.Notebook);
}
