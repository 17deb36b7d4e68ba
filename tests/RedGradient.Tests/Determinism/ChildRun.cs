using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedGradient.Tests.Determinism;

/// <summary>Runs the program of RedGradient.Determinism, which lies beside the tests, in a process with its own environment.</summary>
internal static class ChildRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>What it printed, by name: the hash of each piece of work, and the vector widths under "vectors".</summary>
    public static async Task<Dictionary<string, string>> StartAsync(string size, params (string Name, string Value)[] environment)
    {
        // shared/Microsoft.NETCore.App/VERSION lies three folders below the host.
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RedGradient.Determinism.dll"));
        start.ArgumentList.Add(size);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal) || name == "DOTNET_PreferredVectorBitWidth" || name == "REDGRADIENT_THREADS").ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"The run with {string.Join(", ", environment)} took more than {Patience.TotalMinutes} minutes.");
        }

        Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode}: {await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
