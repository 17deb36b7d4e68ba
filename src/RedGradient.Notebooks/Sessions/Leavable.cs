using System.Runtime.ExceptionServices;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Work of the compiler, which looks at no token while it tries the meanings of a nested expression, and can take hours for that. Whoever
/// waits for it can leave it: it ends by itself, and nobody looks at what it found.
/// </summary>
internal static class Leavable
{
    /// <summary>Does the work on a thread of its own and waits for it.</summary>
    /// <param name="work">What is to be done; it changes nothing that others see.</param>
    /// <param name="stackSize">The size of its stack in bytes; 0 for the default.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public static T Run<T>(Func<T> work, int stackSize, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<(T? Found, ExceptionDispatchInfo? Failure)>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try { done.SetResult((work(), null)); }
            catch (Exception exception) { done.SetResult((default, ExceptionDispatchInfo.Capture(exception))); }
        }, stackSize)
        { IsBackground = true, Name = "compiler" }.Start();
        done.Task.Wait(token);
        var (found, failure) = done.Task.Result;
        failure?.Throw();
        return found!;
    }
}
