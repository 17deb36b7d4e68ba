using System.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Puts everything a cell shows into one order, and joins small writes so that a flood of lines stays cheap.</summary>
internal sealed class OutputBuffer : IDisposable
{
    private const int FlushAt = 16_384;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly Timer _timer;
    private string _name = "stdout";
    private Action<CellEvent>? _target;

    public OutputBuffer() => _timer = new Timer(_ => Flush());

    /// <summary>Where events go from now on; what is still waiting goes to the old target first.</summary>
    public Action<CellEvent>? Target
    {
        set
        {
            lock (_lock)
            {
                FlushLocked();
                _target = value;
            }
        }
    }

    public void Write(string name, string text)
    {
        if (text.Length == 0) return;
        // An abort is never delivered inside a finally block, so it cannot tear a write apart.
        try { }
        finally
        {
            lock (_lock)
            {
                if (_name != name) FlushLocked();
                _name = name;
                if (_text.Length == 0) _timer.Change(Delay, Timeout.InfiniteTimeSpan);
                _text.Append(text);
                if (_text.Length >= FlushAt) FlushLocked();
            }
        }
    }

    public void Emit(CellEvent cellEvent)
    {
        try { }
        finally
        {
            lock (_lock)
            {
                FlushLocked();
                _target?.Invoke(cellEvent);
            }
        }
    }

    public void Flush()
    {
        try { }
        finally
        {
            lock (_lock) FlushLocked();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void FlushLocked()
    {
        if (_text.Length == 0) return;
        var text = _text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        _text.Clear();
        _target?.Invoke(new StreamText(_name, text));
    }
}
