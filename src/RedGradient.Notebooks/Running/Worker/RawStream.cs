using System.Text;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>One of the raw streams of the process that runs the cells, as its parent reads it, line by line.</summary>
/// <param name="raise">Takes text that belongs to the cell.</param>
/// <param name="holdsBack">Whether text waits for the cell's end: what a process says when it breaks down is no output of the cell.</param>
internal sealed class RawStream(Action<string> raise, bool holdsBack)
{
    private const int MostHeld = 1 << 20;
    private readonly Lock _lock = new();
    private readonly StringBuilder _held = new();
    private TaskCompletionSource? _end;
    private string _marker = "";
    private string _expected = "";

    /// <summary>What has been held back since the last cell's end.</summary>
    public string Held
    {
        get
        {
            lock (_lock) return _held.ToString();
        }
    }

    /// <summary>A line has come; null at the stream's end.</summary>
    public void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                _end?.TrySetResult();
                return;
            }

            var at = line.IndexOf('\u0002', StringComparison.Ordinal);
            var isEnd = at >= 0 && line.EndsWith('\u0003');
            var text = isEnd ? line[..at] : line + "\n";
            if (holdsBack && _held.Length < MostHeld) _held.Append(text);
            else if (!holdsBack && text.Length > 0) raise(text);
            if (!isEnd) return;
            if (_held.Length > 0) raise(_held.ToString());
            _held.Clear();
            _marker = line[at..];
            if (_end is not null && _marker == _expected) _end.TrySetResult();
        }
    }

    /// <summary>Is complete when everything has come that was written before the cell's end.</summary>
    public Task EndOf(int executionCount)
    {
        lock (_lock)
        {
            _expected = RawStreams.Marker(executionCount);
            if (_marker == _expected) return Task.CompletedTask;
            _end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _end.Task;
        }
    }
}
