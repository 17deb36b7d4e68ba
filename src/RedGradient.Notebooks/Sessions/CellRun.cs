using System.Runtime;

namespace RedGradient.Notebooks.Sessions;

/// <summary>One execution of a cell: what cancels it, and what aborts it when cancelling does not help.</summary>
internal sealed class CellRun : IDisposable
{
    private static readonly TimeSpan NudgeInterval = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Timer _grace;
    private readonly Lock _lock = new();
    private Thread? _inside;
    private bool _isOver;

    public CellRun(CellContext context)
    {
        Context = context;
        _grace = new Timer(_ => AbortNow());
    }

    public CellContext Context { get; }

    public CancellationToken Token => _cancel.Token;

    public CancellationToken Abort => _abort.Token;

    public bool IsInterrupted { get; private set; }

    public bool HasProgress { get; set; }

    /// <summary>Runs code of the cell so that it can be aborted.</summary>
    public void Invoke(Action action)
    {
#pragma warning disable SYSLIB0046 // Made for hosts of scripts: the one way to end a loop that never looks at a token.
        ControlledExecution.Run(() => Enter(action), _abort.Token);
#pragma warning restore SYSLIB0046
    }

    /// <summary>Cancels, and aborts after the grace; at once when it was interrupted before.</summary>
    public void Interrupt(TimeSpan grace)
    {
        lock (_lock)
        {
            if (_isOver) return;
            _grace.Change(IsInterrupted ? TimeSpan.Zero : grace, Timeout.InfiniteTimeSpan);
            IsInterrupted = true;
        }

        // Callbacks of the token are the library's and the cell's; they run here, not under the lock.
        try { _cancel.Cancel(); }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException) { }
    }

    public void Dispose()
    {
        // The source of the abort is not disposed: its cancelling may still be on its way back from this very thread.
        lock (_lock) _isOver = true;
        _grace.Dispose();
        _cancel.Dispose();
    }

    private void Enter(Action action)
    {
        try
        {
            lock (_lock) _inside = Thread.CurrentThread;
            action();
        }
        finally
        {
            Leave();
        }
    }

    private void AbortNow()
    {
        // The abort ends code that runs; asking for it takes until the thread has noticed, so it is asked for elsewhere. A thread that
        // waits notices nothing: it is woken, again and again, since the cell may catch that and wait once more.
        if (!_abort.IsCancellationRequested) _ = Task.Run(_abort.Cancel);
        lock (_lock)
        {
            if (_isOver) return;
            // Waking a thread that does not wait would only leave a wake-up behind, and it gets in the way of the abort.
            if (_inside is { } thread && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) thread.Interrupt();
            _grace.Change(NudgeInterval, Timeout.InfiniteTimeSpan);
        }
    }

    // Outside the cell's own code the thread is the session's: nothing may wake it there, not even a wake-up that came too late.
    private void Leave()
    {
        var hasLeft = false;
        while (!hasLeft)
        {
            try
            {
                lock (_lock) _inside = null;
                hasLeft = true;
            }
            catch (ThreadInterruptedException)
            {
            }
        }

        if (!IsInterrupted) return;
        try { Thread.Sleep(1); }
        catch (ThreadInterruptedException) { }
    }
}
