using System.CommandLine;
using System.Globalization;
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
        var limit = new Option<double>("--at-most") { Description = "The seconds that a lesson may take; one that takes longer has failed.", DefaultValueFactory = _ => double.PositiveInfinity };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)) result.AddError($"--at-most was {text}; allowed are seconds above 0.");
        });
        var command = new Command("verify", "Runs lessons again and compares every byte with the committed notebooks.") { lessons, limit };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(lessons) ?? [], parsed.GetValue(limit), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, double mostSeconds, CancellationToken cancellationToken)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var paths = LessonArgument.Select(course, names);
        var reports = await LessonRuns.ForEachAsync(course, paths, DataSetting.Synthetic, (path, result) => Compare(path, result) ?? TooSlow(result, mostSeconds), cancellationToken).ConfigureAwait(false);
        RunTable.Write(reports);
        var equal = reports.Count(report => report.Succeeded);
        Console.WriteLine($"{equal} of {reports.Count} notebooks are what their run gives, byte for byte.");
        return equal == reports.Count ? ExitCode.Success : ExitCode.Failed;
    }

    private static string? TooSlow(LessonResult result, double mostSeconds) => result.Duration.TotalSeconds > mostSeconds
        ? FormattableString.Invariant($"took {result.Duration.TotalSeconds:0.0} s, over the {mostSeconds:0.#} s it may take.")
        : null;

    private static string? Compare(string path, LessonResult result) =>
        result.Failure?.ToString() ?? NotebookComparison.Difference(File.ReadAllText(path, new UTF8Encoding(false, true)), result.Notebook);
}
