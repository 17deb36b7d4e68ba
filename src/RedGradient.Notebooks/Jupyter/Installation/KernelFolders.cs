namespace RedGradient.Notebooks.Jupyter.Installation;

/// <summary>The folders in which Jupyter looks for kernels.</summary>
public static class KernelFolders
{
    /// <summary>The reader's own folder of kernels: below <c>JUPYTER_DATA_DIR</c> when that is set, the platform's usual place otherwise.</summary>
    public static string User => Path.Combine(UserData(), "kernels");

    /// <summary>The folder of kernels below a prefix, as an environment of Python has it: <c>share/jupyter/kernels</c>.</summary>
    /// <param name="prefix">The prefix; relative to the current folder.</param>
    public static string Below(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");
    }

    /// <summary>Every folder that Jupyter searches without an environment of its own, in its order: <c>JUPYTER_PATH</c>, the reader's, the system's.</summary>
    public static IReadOnlyList<string> All =>
    [
        .. (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(path => Path.Combine(Path.GetFullPath(path), "kernels")),
        User,
        .. System().Select(path => Path.Combine(path, "kernels")),
    ];

    /// <summary>The kernels in a folder, by name.</summary>
    /// <param name="folder">A folder of kernels, there or not.</param>
    public static IReadOnlyList<InstalledKernel> Read(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(InstalledKernel.Read).OfType<InstalledKernel>()]
        : [];

    private static string UserData()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.Combine(data, "jupyter") : Path.Combine(home, ".local", "share", "jupyter");
    }

    private static IEnumerable<string> System() => OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
        : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
}
