namespace RedGradient.Notebooks.Jupyter;

/// <summary>What the kernel says to whoever started it: lines on the process's own standard error, which cells do not share.</summary>
internal static class Diagnostics
{
    private static readonly Lock Gate = new();
    private static readonly TextWriter Error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };

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
