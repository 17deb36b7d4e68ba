using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace RedGradient.Testing;

/// <summary>Whatever these tests and the processes they start put in the temporary folder lies in one folder, which goes when they end; that of tests which were killed goes when the next begin.</summary>
internal static class TemporaryPlace
{
    private const string Prefix = "redgradient-tests-";

#pragma warning disable CA2255 // A test program has no other place that runs before everything else.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        // A process that is killed leaves the sockets of its diagnostics behind.
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
        var outer = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        if (Path.GetFileName(outer).StartsWith(Prefix, StringComparison.Ordinal)) return;
        foreach (var folder in Directory.EnumerateDirectories(outer, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !IsRunning(owner)) Remove(folder);
        }

        var place = Path.Combine(outer, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}"));
        Directory.CreateDirectory(place);
        foreach (var name in (string[])["TMPDIR", "TMP", "TEMP"]) Environment.SetEnvironmentVariable(name, place);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(place);
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Someone still uses it; the next run removes it.
        }
    }
}
