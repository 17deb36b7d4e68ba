using System.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Puts everything a cell shows into one order, and joins small writes so that a flood of lines stays cheap.</summary>
internal sealed class OutputBuffer : IDisposable
{
    private const int FlushAt = 16_384;
    private const int StackSize = 256 << 10;
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly AutoResetEvent _hasText = new(false);
    private readonly TimeSpan _delay;
    private volatile bool _isDisposed;
    private string _name = "stdout";
    private Action<CellEvent>? _target;

    /// <param name="delay">How long a small write waits for more; zero for not at all.</param>
    public OutputBuffer(TimeSpan delay)
    {
        _delay = delay;
        // Not the pool's affair: a cell may hold all of its threads.
        if (delay > TimeSpan.Zero) new Thread(FlushLater, StackSize) { IsBackground = true, Name = "output" }.Start();
    }

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
                if (_text.Length == 0) _hasText.Set();
                _text.Append(text);
                if (_text.Length >= FlushAt || _delay == TimeSpan.Zero) FlushLocked();
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

    public void Dispose()
    {
        _isDisposed = true;
        _hasText.Set();
    }

    private void FlushLater()
    {
        while (!_isDisposed)
        {
            _hasText.WaitOne();
            Thread.Sleep(_delay);
            Flush();
        }
    }

    private void FlushLocked()
    {
        if (_text.Length == 0) return;
        var text = _text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        _text.Clear();
        _target?.Invoke(new StreamText(_name, text));
    }
}
