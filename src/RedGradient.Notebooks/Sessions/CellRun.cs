using System.Runtime;

namespace RedGradient.Notebooks.Sessions;

/// <summary>One execution of a cell: what cancels it, and what aborts it when cancelling does not help.</summary>
internal sealed class CellRun(CellContext context) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _lock = new();
    private bool _isOver;

    public CellContext Context => context;

    public CancellationToken Token => _cancel.Token;

    public CancellationToken Abort => _abort.Token;

    public bool IsInterrupted { get; private set; }

    public bool HasProgress { get; set; }

    /// <summary>Runs code of the cell so that it can be aborted.</summary>
    public void Invoke(Action action)
    {
#pragma warning disable SYSLIB0046 // Made for hosts of scripts: the one way to end a loop that never looks at a token.
        ControlledExecution.Run(action, _abort.Token);
#pragma warning restore SYSLIB0046
    }

    /// <summary>Cancels, and aborts after the grace; at once when it was interrupted before.</summary>
    public void Interrupt(TimeSpan grace)
    {
        lock (_lock)
        {
            if (_isOver) return;
            _abort.CancelAfter(IsInterrupted ? TimeSpan.Zero : grace);
            IsInterrupted = true;
        }

        // Callbacks of the token are the library's and the cell's; they run here, not under the lock.
        try { _cancel.Cancel(); }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException) { }
    }

    public void Dispose()
    {
        lock (_lock) _isOver = true;
        _cancel.Dispose();
        _abort.Dispose();
    }
}
