using RedGradient.Data;
using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>Shows a download: a bar a file for a watcher, nothing elsewhere until it is done.</summary>
internal static class DownloadView
{
    public static Task<T> ShowAsync<T>(CatalogEntry entry, Func<IProgress<DownloadProgress>?, Task<T>> run)
    {
        if (!RunView.IsWatched) return run(null);
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context =>
            {
                var tasks = entry.Files.ToDictionary(file => file.Name, file => context.AddTask(Markup.Escape(file.Name), autoStart: false, maxValue: file.Bytes));
                return run(new Progress<DownloadProgress>(progress =>
                {
                    var task = tasks[progress.File];
                    if (!task.IsStarted) task.StartTask();
                    task.Value = progress.BytesReceived;
                }));
            });
    }
}
