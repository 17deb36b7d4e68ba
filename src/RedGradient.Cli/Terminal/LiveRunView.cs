using RedGradient.Cli.Commands;
using RedGradient.Notebooks.Running;
using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>One bar a lesson, with the cell that runs and what it says of its progress.</summary>
internal sealed class LiveRunView : IRunView
{
    private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

    private LiveRunView(ProgressContext context, IEnumerable<string> lessons)
    {
        foreach (var lesson in lessons) _tasks[lesson] = context.AddTask(Markup.Escape(lesson), autoStart: false);
    }

    public static Task<T> ShowAsync<T>(IReadOnlyList<string> lessons, Func<IRunView, Task<T>> run) =>
        AnsiConsole.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => run(new LiveRunView(context, lessons)));

    public void Progress(string lesson, LessonProgress progress)
    {
        var task = _tasks[lesson];
        if (!task.IsStarted) task.StartTask();
        task.MaxValue = progress.CellCount;
        task.Value = progress.Cell - 1;
        var text = progress.Text is null ? "" : $" [grey]{Markup.Escape(progress.Text)}[/]";
        task.Description = FormattableString.Invariant($"{Markup.Escape(lesson)} cell {progress.Cell} of {progress.CellCount}{text}");
    }

    public void Finished(LessonReport report)
    {
        var task = _tasks[report.Name];
        if (!task.IsStarted) task.StartTask();
        if (report.Succeeded) task.Value = task.MaxValue;
        task.Description = report.Succeeded ? $"{Markup.Escape(report.Name)} [green]done[/]" : $"{Markup.Escape(report.Name)} [red]failed[/]";
        task.StopTask();
    }
}
