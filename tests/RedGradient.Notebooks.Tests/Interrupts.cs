using System.Globalization;

namespace RedGradient.Notebooks.Tests;

/// <summary>Whether a test can interrupt the processes that it starts.</summary>
internal static class Interrupts
{
    /// <summary>Skips the test where they cannot be interrupted.</summary>
    public static void SkipIfIgnored() =>
        Skip.If(AreIgnored(), "The tests were started with interrupts ignored (in the background), which every process they start inherits.");

    // Bit 1 of the mask of ignored signals is SIGINT.
    private static bool AreIgnored()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }
}
