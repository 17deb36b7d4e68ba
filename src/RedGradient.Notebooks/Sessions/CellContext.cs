using System.Diagnostics.CodeAnalysis;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Brings the continuations of one cell back to the session's thread, until the cell is given up. A continuation that the thread cannot
/// take, since the cell waits there for the very task that it belongs to, runs on the pool instead, as it would in a console program.
/// </summary>
internal sealed class CellContext(CellThread thread, Action<Exception> onStray) : SynchronizationContext
{
    private volatile bool _abandoned;
    private int _pending;

    /// <summary>The thread to which continuations come back.</summary>
    public CellThread Thread => thread;

    public void Abandon() => _abandoned = true;

    public override void Post(SendOrPostCallback d, object? state)
    {
        var continuation = new Continuation(this, d, state);
        var isAlone = Interlocked.Increment(ref _pending) == 1;
        thread.Post(continuation.RunHere);
        if (!isAlone || thread.IsBusy) continuation.Watch();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current == this)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Post(_ =>
        {
            try { d(state); }
            finally { done.Set(); }
        }, null);
        done.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;

    [SuppressMessage("Design", "CA1001", Justification = "The watch ends itself as soon as the continuation runs.")]
    private sealed class Continuation(CellContext context, SendOrPostCallback callback, object? state)
    {
        private const int Turn = 5;
        private const int MostTurns = 10;
        private Timer? _watch;
        private int _isTaken;
        private int _turns;

        public void RunHere()
        {
            if (!Take() || context._abandoned) return;
            var previous = Current;
            SetSynchronizationContext(context);
            context.Thread.Enter();
            try { callback(state); }
            finally
            {
                context.Thread.Leave();
                SetSynchronizationContext(previous);
            }
        }

        public void Watch()
        {
            _watch = new Timer(_ => Look());
            _watch.Change(Turn, Timeout.Infinite);
        }

        private void Look()
        {
            if (Volatile.Read(ref _isTaken) != 0)
            {
                _watch?.Dispose();
                return;
            }

            // A thread that computes may be done in a moment; one that waits may be waiting for this.
            if (!context.Thread.IsBusy || (!context.Thread.IsWaiting && ++_turns < MostTurns))
            {
                _watch?.Change(Turn, Timeout.Infinite);
                return;
            }

            _watch?.Dispose();
            if (!Take() || context._abandoned) return;
            try { callback(state); }
            catch (Exception exception) { context.OnStray(exception); }
        }

        private bool Take()
        {
            if (Interlocked.Exchange(ref _isTaken, 1) != 0) return false;
            Interlocked.Decrement(ref context._pending);
            return true;
        }
    }

    private void OnStray(Exception exception) => onStray(exception);
}
