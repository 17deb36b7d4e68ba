using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions.Formatting;

namespace RedGradient.Notebooks.Sessions;

public sealed partial class Session
{
    private long _lastProgress;
    private int _displays;

    internal DisplayedValue Display(object? value)
    {
        _run?.ThrowIfEnding();
        // Counted, not random: the same notebook gives the same identities.
        var id = string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref _displays)}");
        _output.Emit(new DisplayData(Format(value), [], id, IsUpdate: false, IsTransient: false));
        return new DisplayedValue(id, updated => _output.Emit(new DisplayData(Format(updated), [], id, IsUpdate: true, IsTransient: false)));
    }

    private JsonObject Format(object? value)
    {
        var start = Stopwatch.GetTimestamp();
        try { return ValueFormatter.Format(value); }
        finally { _run?.AddFormatting(Stopwatch.GetElapsedTime(start)); }
    }

    /// <summary>Shows a value in a form of the caller's choice.</summary>
    internal DisplayedValue Display(object? value, string mimeType)
    {
        _run?.ThrowIfEnding();
        var data = ChosenForm.Of(value, mimeType);
        var id = string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref _displays)}");
        _output.Emit(new DisplayData(data, [], id, IsUpdate: false, IsTransient: false));
        return new DisplayedValue(id, updated => _output.Emit(new DisplayData(ChosenForm.Of(updated, mimeType), [], id, IsUpdate: true, IsTransient: false)));
    }

    internal void ClearOutput(bool wait)
    {
        _run?.ThrowIfEnding();
        _output.Emit(new ClearOutput(wait));
    }

    internal string? Ask(InputRequest request)
    {
        _run?.ThrowIfEnding();
        _output.Flush();
        return _options.Input is { } input
            ? input(request)
            : throw new InvalidOperationException("The cell asks its reader for input, and nobody is there to answer in this run.");
    }

    private void Write(string stream, string text)
    {
        _run?.ThrowIfEnding();
        _output.Write(stream, text);
    }

    private void ReportProgress(string text, double fraction)
    {
        if (_run is not { } run) return;
        var isLast = fraction >= 1;
        var now = Stopwatch.GetTimestamp();
        if (!isLast && run.HasProgress && Stopwatch.GetElapsedTime(_lastProgress, now) < _options.ProgressInterval) return;
        _lastProgress = now;
        var isUpdate = run.HasProgress;
        run.HasProgress = true;
        var line = double.IsFinite(fraction) ? string.Create(CultureInfo.InvariantCulture, $"{text} ({fraction * 100:0}%)") : text;
        var data = new JsonObject { ["text/plain"] = line };
        _output.Emit(new DisplayData(data, [], string.Create(CultureInfo.InvariantCulture, $"progress-{_executions}"), isUpdate, IsTransient: true));
    }
}
