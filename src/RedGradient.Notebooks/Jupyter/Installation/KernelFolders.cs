namespace RedGradient.Notebooks.Jupyter.Installation;

/// <summary>The folders in which Jupyter looks for kernels.</summary>
public static class KernelFolders
{
    /// <summary>The reader's own folder of kernels: below <c>JUPYTER_DATA_DIR</c> when that is set, the platform's usual place otherwise.</summary>
    /// <exception cref="ArgumentException">The reader has no home folder, and nothing else says where.</exception>
    public static string User => Path.Combine(UserData() ?? throw new ArgumentException(
        $"The home folder {(Home() is { Length: > 0 } home ? $"\"{home}\" is not there" : "is not set (the variable HOME)")}, so there is no place for a kernel of yours. Set HOME or JUPYTER_DATA_DIR, or name a folder with --prefix."), "kernels");

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
        .. UserData() is { } user ? [Path.Combine(user, "kernels")] : Array.Empty<string>(),
        .. System().Select(path => Path.Combine(path, "kernels")),
    ];

    /// <summary>The kernels in a folder, by name.</summary>
    /// <param name="folder">A folder of kernels, there or not.</param>
    public static IReadOnlyList<InstalledKernel> Read(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(InstalledKernel.Read).OfType<InstalledKernel>()]
        : [];

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    // Null where the reader has no place of their own: never a folder relative to wherever the command happens to run.
    private static string? UserData()
    {
        var home = Home();
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data) && !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS()) return Path.Combine(data, "jupyter");
        if (!Path.IsPathRooted(home) || !Directory.Exists(home)) return null;
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(home, ".local", "share", "jupyter");
    }

    private static IEnumerable<string> System() => OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
        : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
}
