using System.CommandLine;
using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>run</c>: executes lessons into copies, or in place.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var lessons = LessonArgument.Create();
        var data = new Option<string>("--data") { Description = "The data set: synthetic, mnist, fashion-mnist, or the path of a folder with files of that kind.", DefaultValueFactory = _ => DataSetting.Synthetic };
        var inPlace = new Option<bool>("--in-place") { Description = "Write the outputs into the notebooks themselves." };
        var output = OutputOptions.Folder("The folder for the executed copies; artifacts/run by default.");
        var force = OutputOptions.Force();
        var timings = new Option<bool>("--timings") { Description = "Print the seconds that each cell takes to compile, to run and to show its values." };
        var command = new Command("run", "Runs lessons and keeps executed copies of them.") { lessons, data, inPlace, output, timings, force };
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(lessons) ?? [],
            parsed.GetValue(data)!,
            parsed.GetValue(inPlace),
            parsed.GetValue(output),
            parsed.GetValue(timings),
            parsed.GetValue(force),
            token));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, string data, bool inPlace, string? output, bool timings, bool force, CancellationToken cancellationToken)
    {
        if (inPlace && data != DataSetting.Synthetic)
        {
            throw new ArgumentException("--in-place goes with the synthetic data only: the committed notebooks hold its numbers. Leave --in-place out, or --data.");
        }

        var setting = DataSetting.Resolve(data);
        if (inPlace && output is not null) throw new ArgumentException("--in-place writes to the notebooks and --out to a folder; choose one of them.");
        var course = Course.Find(Environment.CurrentDirectory);
        var paths = LessonArgument.Select(course, names);
        var files = inPlace ? null : new OutputFiles("run", output ?? Path.Combine(course.Artifacts, "run"), force);
        var reports = await LessonRuns.RunAsync(course, paths, setting, files, cancellationToken).ConfigureAwait(false);
        RunTable.Write(reports);
        if (timings) TimingsTable.Write(reports);
        return reports.All(report => report.Succeeded) ? ExitCode.Success : ExitCode.Failed;
    }
}
