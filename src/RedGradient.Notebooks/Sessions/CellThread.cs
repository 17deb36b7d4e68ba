using System.Collections.Concurrent;
using System.Globalization;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The one thread of a session: cells and everything they await run here, in order.</summary>
internal sealed class CellThread : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Action<Exception> _onStray;
    private readonly Thread _thread;
    private int _entered;

    public CellThread(int stackSize, Action<Exception> onStray)
    {
        _onStray = onStray;
        _thread = new Thread(Main, stackSize) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    /// <summary>Whether code of a cell runs here just now, so that what is posted has to wait.</summary>
    public bool IsBusy => Volatile.Read(ref _entered) > 0;

    /// <summary>Whether the thread waits for something.</summary>
    public bool IsWaiting => _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    public void Enter() => Interlocked.Increment(ref _entered);

    public void Leave() => Interlocked.Decrement(ref _entered);

    public void Post(Action action)
    {
        // A continuation that arrives after the session's end has nobody left to run it.
        try { _queue.Add(action); }
        catch (InvalidOperationException) { }
    }

    /// <summary>Runs what is posted, each piece through <paramref name="invoke"/>, until the task is complete.</summary>
    public void PumpUntil(Task task, Action<Action> invoke, CancellationToken abort)
    {
        task.ContinueWith(_ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            var action = _queue.Take(abort);
            try { invoke(action); }
            catch (Exception exception) when (!abort.IsCancellationRequested) { _onStray(exception); }
        }
    }

    public void Dispose() => _queue.CompleteAdding();

    private void Main()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        foreach (var action in _queue.GetConsumingEnumerable())
        {
            // Between cells only what earlier cells left running arrives here; its failure must not end the session.
            try { action(); }
            catch (Exception exception) { _onStray(exception); }
        }
    }
}
