namespace RedGradient.Notebooks.Sessions;

/// <summary>Brings the continuations of one cell back to the session's thread, until the cell is given up.</summary>
internal sealed class CellContext(CellThread thread) : SynchronizationContext
{
    private volatile bool _abandoned;

    public void Abandon() => _abandoned = true;

    public override void Post(SendOrPostCallback d, object? state) => thread.Post(() =>
    {
        // What an interrupted cell still awaited must not go on behind the reader's back.
        if (_abandoned) return;
        var previous = Current;
        SetSynchronizationContext(this);
        try { d(state); }
        finally { SetSynchronizationContext(previous); }
    });

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
}
