namespace RedGradient;

/// <summary>Paths compared as the files they lead to: every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 64;

    /// <summary>How paths are compared on this platform.</summary>
    internal static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    internal static bool AreSame(string one, string other) => Comparer.Equals(Of(one), Of(other));

    /// <summary>The full path without a link in it; what is not there yet is kept as it is named.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    internal static string Of(string path)
    {
        var rest = new Stack<string>();
        var current = Start(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), rest);
        var links = 0;
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(current, part);
            if (LinkTarget(next) is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException($"'{path}' leads through more than {MostLinks} links, or in a circle.");
            current = Start(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(current, target))), rest);
        }

        return current;
    }

    private static string Start(string full, Stack<string> rest)
    {
        var root = Path.GetPathRoot(full)!;
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--) rest.Push(parts[i]);
        return root;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at is no link for us; whoever opens it is told why.
            return null;
        }
    }
}
