using System.Runtime.ExceptionServices;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Takes the exceptions that nobody caught on threads that cells started: they end the thread, not the process with all its values.</summary>
internal static class ThreadFailures
{
    private static int s_isInstalled;

    /// <summary>Begins to listen; the process has one such listener, so a second call does nothing.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref s_isInstalled, 1) != 0) return;
        ExceptionHandling.SetUnhandledExceptionHandler(exception => CellLanguage.Current?.TakeThreadFailure(exception) == true);
    }
}
