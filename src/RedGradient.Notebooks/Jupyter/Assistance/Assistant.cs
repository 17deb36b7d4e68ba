using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Looks for completions and documentation, one question at a time, until an interrupt or, a moment later, something newer that waits.</summary>
internal sealed class Assistant
{
    private const int MostLeft = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private long _newest;
    private int _unfinished;

    /// <summary>Answers a question.</summary>
    /// <param name="order">When it was asked.</param>
    /// <param name="question">What there is to find.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public T Ask<T>(long order, Func<T> question)
    {
        // Each that was left takes a processor until it ends.
        if (Volatile.Read(ref _unfinished) >= MostLeft) throw new OperationCanceledException("Earlier questions of this kind still keep the compiler busy; restart the kernel to end them.");
        using var running = new CancellationTokenSource();
        lock (_gate)
        {
            _running = running;
            if (_newest > order) running.CancelAfter(Patience);
        }

        Interlocked.Increment(ref _unfinished);
        try
        {
            return Leavable.Run(
                () =>
                {
                    try { return question(); }
                    finally { Interlocked.Decrement(ref _unfinished); }
                },
                0,
                running.Token);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            throw new OperationCanceledException("The compiler took too long for this and was interrupted.");
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }

    /// <summary>The reader interrupts.</summary>
    public void Interrupt()
    {
        lock (_gate) _running?.Cancel();
    }

    /// <summary>Something newer waits.</summary>
    /// <param name="order">When that was asked.</param>
    public void Hurry(long order)
    {
        lock (_gate)
        {
            _newest = order;
            _running?.CancelAfter(Patience);
        }
    }
}
