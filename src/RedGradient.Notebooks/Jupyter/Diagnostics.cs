namespace RedGradient.Notebooks.Jupyter;

/// <summary>What the kernel says to whoever started it: lines on the process's own standard error, which cells do not share.</summary>
internal static class Diagnostics
{
    private static readonly Lock Gate = new();
    private static readonly TextWriter Error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };

    /// <summary>Takes hold of the process's standard error as it is now, wherever it leads later.</summary>
    public static void Open() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(Diagnostics).TypeHandle);

    public static void Write(string sentence)
    {
        lock (Gate)
        {
            // The terminal may be gone.
            try { Error.WriteLine($"redgradient kernel: {sentence}"); }
            catch (IOException) { }
        }
    }
}
