using RedGradient.Cli.Commands;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Terminal;

/// <summary>Plain lines, one when a lesson begins and one when it ends.</summary>
internal sealed class PlainRunView : IRunView
{
    public void Progress(string lesson, LessonProgress progress)
    {
        if (progress is { Cell: 1, Text: null }) Console.WriteLine($"{lesson}: {progress.CellCount} code cell{(progress.CellCount == 1 ? "" : "s")}");
    }

    public void Finished(LessonReport report) => Console.WriteLine(report.Succeeded
        ? FormattableString.Invariant($"{report.Name}: done in {report.Result!.Duration.TotalSeconds:0.0} s")
        : $"{report.Name}: failed");
}
