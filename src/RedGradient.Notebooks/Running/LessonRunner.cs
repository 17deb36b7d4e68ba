using System.Diagnostics;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running.Worker;
using RedGradient.Notebooks.Sessions;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Running;

/// <summary>Runs a notebook's cells from top to bottom in a process of its own.</summary>
public static class LessonRunner
{
    /// <summary>The environment variable that names the data set of the lessons.</summary>
    public const string DataVariable = "REDGRADIENT_DATA";

    /// <summary>
    /// Runs every code cell. The first cell that fails ends the run, unless it carries Jupyter's tag <c>raises-exception</c>; the cells after it
    /// have no outputs then.
    /// </summary>
    /// <param name="notebook">The notebook; it is not changed.</param>
    /// <param name="folder">The notebook's folder, against which <c>#r</c> and <c>#load</c> are resolved.</param>
    /// <param name="data">The data set: <c>synthetic</c>, <c>mnist</c> or the full path of a folder.</param>
    /// <param name="onProgress">Is told where the run stands; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run at once, with the process and all it started.</param>
    /// <returns>The notebook with its outputs, and the failure if there was one.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<LessonResult> RunAsync(
        Notebook notebook, string folder, string data = "synthetic", Action<LessonProgress>? onProgress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        var executed = notebook.Clone();
        var cells = executed.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        // As in Jupyter's own tools, a cell that is skipped keeps what it holds.
        cells.RemoveAll(cell => CellMetadata.IsSkipped(cell.Metadata));
        cells.ForEach(cell => cell.ClearOutputs());
        // Jupyter passes over a cell without text; it has no number either.
        cells.RemoveAll(cell => string.IsNullOrWhiteSpace(cell.Source));
        var collector = new OutputCollector();
        using var worker = new WorkerProcess(Path.GetFullPath(folder), new Dictionary<string, string?> { [DataVariable] = data });
        var timings = new List<CellTimings>();
        CellFailure? failure = null;
        for (var index = 0; index < cells.Count && failure is null; index++)
        {
            var number = index + 1;
            onProgress?.Invoke(new LessonProgress(number, cells.Count, null));
            failure = await RunCellAsync(worker, cells[index], number, collector, timings.Add, text => onProgress?.Invoke(new LessonProgress(number, cells.Count, text)), cancellationToken).ConfigureAwait(false);
            if (failure is not null && IsExpectedToFail(cells[index])) failure = null;
        }

        collector.Finish();
        return new LessonResult(executed, failure, Stopwatch.GetElapsedTime(start), timings);
    }

    private static async Task<CellFailure?> RunCellAsync(
        WorkerProcess worker, Cell cell, int number, OutputCollector collector, Action<CellTimings> onTimings, Action<string> onText, CancellationToken cancellationToken)
    {
        cell.ExecutionCount = number;
        CellError? error = null;
        void OnEvent(CellEvent cellEvent)
        {
            if (cellEvent is CellError found) error = found;
            if (cellEvent is DisplayData { IsTransient: true } progress) onText((string?)progress.Data["text/plain"] ?? "");
            else collector.Add(cell, cellEvent);
        }

        try
        {
            var outcome = await worker.ExecuteAsync(CellMetadata.Source(cell.Source, cell.Metadata), OnEvent, cancellationToken).ConfigureAwait(false);
            onTimings(outcome.Timings);
            return outcome.Status == CellStatus.Succeeded ? null : new CellFailure(number, error?.Line, error?.SourceLine, error?.Name ?? "", error?.Value ?? "");
        }
        catch (WorkerEndedException exception)
        {
            collector.Add(cell, new CellError("ProcessEnded", exception.Message, [exception.Message], null, null));
            return new CellFailure(number, null, null, "ProcessEnded", exception.Message);
        }
    }

    private static bool IsExpectedToFail(Cell cell) =>
        cell.Metadata["tags"] is JsonArray tags && tags.Any(tag => tag is JsonValue value && value.TryGetValue(out string? text) && text == "raises-exception");
}
