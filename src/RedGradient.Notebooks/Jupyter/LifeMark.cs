namespace RedGradient.Notebooks.Jupyter;

/// <summary>
/// A file beside the connection file while the kernel lives. A client starts a kernel that died anew with the same connection file; the new one
/// finds the mark and can say what happened, which the dead one could not: a full stack and a fault in native code leave no time for a message.
/// </summary>
internal sealed class LifeMark
{
    private const string Ending = ".alive";
    private readonly string _path;

    private LifeMark(string path, bool wasLeft) => (_path, WasLeft) = (path, wasLeft);

    /// <summary>Whether the kernel before this one ended without an orderly end.</summary>
    public bool WasLeft { get; }

    /// <summary>Sets the mark.</summary>
    public static LifeMark Set(string connectionFile)
    {
        RemoveOrphans(Path.GetDirectoryName(Path.GetFullPath(connectionFile))!);
        var path = connectionFile + Ending;
        var wasLeft = File.Exists(path);
        // Without the right to write there is nothing to find later.
        try { File.WriteAllText(path, ""); }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
        return new LifeMark(path, wasLeft);
    }

    /// <summary>The end is an orderly one.</summary>
    public void Remove()
    {
        try { File.Delete(_path); }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }

    // A client that gives a dead kernel up takes its connection file away: nobody will look for the mark of that one.
    private static void RemoveOrphans(string folder)
    {
        try
        {
            foreach (var mark in new DirectoryInfo(folder).EnumerateFiles("*.json" + Ending))
            {
                if (mark.Length == 0 && !File.Exists(mark.FullName[..^Ending.Length])) mark.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }
}
