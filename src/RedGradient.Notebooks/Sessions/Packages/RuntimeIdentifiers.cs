using System.Runtime.InteropServices;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>The names under which packages file what only runs on some machines, the closest to this machine first.</summary>
internal static class RuntimeIdentifiers
{
    public static IReadOnlyList<string> Current { get; } = Find();

    private static List<string> Find()
    {
        var processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.X86 => "x86",
            Architecture.Arm64 => "arm64",
            Architecture.Arm => "arm",
            var other => other.ToString().ToLowerInvariant(),
        };
        string[] systems = OperatingSystem.IsWindows() ? ["win"] : OperatingSystem.IsMacOS() ? ["osx", "unix"] : IsMusl ? ["linux-musl", "linux", "unix"] : ["linux", "unix"];
        return [.. systems.SelectMany(system => (string[])[$"{system}-{processor}", system]).Prepend(RuntimeInformation.RuntimeIdentifier).Append("any").Distinct(StringComparer.Ordinal)];
    }

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}
