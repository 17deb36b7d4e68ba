using System.Runtime;

namespace RedGradient.Notebooks.Sessions;

/// <summary>One execution of a cell: what cancels it, and what aborts it when cancelling does not help.</summary>
internal sealed class CellRun : IDisposable
{
    private static readonly TimeSpan NudgeInterval = TimeSpan.FromMilliseconds(50);
    private const int MostRefusals = 10;
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _abort = new();
    // An own thread counts the grace, not the pool, whose threads the cell may all hold.
    private readonly AutoResetEvent _hurry = new(false);
    private readonly Lock _lock = new();
    private volatile Thread? _inside;
    private volatile bool _isEnding;
    private int _refusals;
    private bool _isOver;

    public CellRun(CellContext context) => Context = context;

    public CellContext Context { get; }

    public CancellationToken Token => _cancel.Token;

    /// <summary>The cell has had its time: what it waits for is no longer waited for, and it is refused whatever it asks.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>The cell is ended by force.</summary>
    public CancellationToken Abort => _abort.Token;

    public bool IsInterrupted { get; private set; }

    public bool HasProgress { get; set; }

    /// <summary>The time that values of this cell took to become what is shown.</summary>
    public TimeSpan Formatting { get; private set; }

    /// <summary>What ended a thread that the cell had started; null when none ended so.</summary>
    public CellError? Failure { get; private set; }

    public void Fail(CellError failure)
    {
        lock (_lock) Failure ??= failure;
    }

    /// <summary>The time that compiling took, of all pieces of the cell.</summary>
    public TimeSpan Compiling { get; private set; }

    public void AddCompiling(TimeSpan time) => Compiling += time;

    public void AddFormatting(TimeSpan time)
    {
        lock (_lock) Formatting += time;
    }

    /// <summary>Runs code of the cell so that it can be aborted.</summary>
    public void Invoke(Action action)
    {
#pragma warning disable SYSLIB0046 // Made for hosts of scripts: the one way to end a loop that never looks at a token.
        Context.Thread.Enter();
        try { ControlledExecution.Run(() => Enter(action), _abort.Token); }
        finally { Context.Thread.Leave(); }
#pragma warning restore SYSLIB0046
    }

    /// <summary>Cancels, and aborts after the grace; at once when it was interrupted before.</summary>
    public void Interrupt(TimeSpan grace)
    {
        lock (_lock)
        {
            if (_isOver) return;
            if (IsInterrupted) _hurry.Set();
            else new Thread(() => EndAfter(grace)) { IsBackground = true, Name = "interrupt" }.Start();
            IsInterrupted = true;
        }

        // Callbacks of the token are the library's and the cell's; they run here, not under the lock.
        try { _cancel.Cancel(); }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException) { }
    }

    /// <summary>
    /// Ends the cell where it asks something of the session, once its time is over. An abort that hits it inside the console can bring down
    /// the runtime, measured: a lock is left behind, or the process ends.
    /// </summary>
    public void ThrowIfEnding()
    {
        if (_isEnding && _inside == Thread.CurrentThread) CellLanguage.Checkpoint();
    }

    public void Dispose()
    {
        // The source of the abort is not disposed: its cancelling may still be on its way back from this very thread.
        lock (_lock)
        {
            _isOver = true;
            CellLanguage.IsEnding = false;
        }

        _hurry.Set();
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

    // By growing force. First every loop of the cell ends at its next turn, and so does whatever asks something of the session. A thread
    // that waits is woken, again and again, since the cell may catch that and wait once more. What then still runs is aborted, which can
    // bring down the process, measured: so it comes last.
    private void EndAfter(TimeSpan grace)
    {
        for (var pause = grace; ; pause = NudgeInterval)
        {
            _hurry.WaitOne(pause);
            bool isFirst;
            lock (_lock)
            {
                if (_isOver) return;
                isFirst = !_isEnding;
                if (isFirst) _isEnding = CellLanguage.IsEnding = true;
                else if (_inside is { } thread) Wake(thread);
            }

            if (isFirst) _end.Cancel();
        }
    }

    private void Wake(Thread thread)
    {
        // Waking a thread that does not wait would only leave a wake-up behind, and it gets in the way of the abort.
        if (thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) thread.Interrupt();
        else if (++_refusals == MostRefusals + 1) new Thread(_abort.Cancel) { IsBackground = true, Name = "abort" }.Start();
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
