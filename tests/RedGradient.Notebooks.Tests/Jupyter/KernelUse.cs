using System.Diagnostics;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>What a process holds: threads, and open files with its sockets among them. Counted on Linux only.</summary>
internal sealed record KernelUse(int Threads, int Files)
{
    public static KernelUse Of(int process) => OperatingSystem.IsLinux()
        ? new KernelUse(Directory.GetDirectories($"/proc/{process}/task").Length, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length)
        : new KernelUse(0, 0);

    /// <summary>Waits for the process to hold no more than it did, give or take what a pool of threads may keep.</summary>
    public static void AssertNoMoreThan(KernelUse before, int process, int sparePerKind)
    {
        var limit = Stopwatch.StartNew();
        var now = Of(process);
        while ((now.Threads > before.Threads + sparePerKind || now.Files > before.Files + sparePerKind) && limit.Elapsed < TimeSpan.FromSeconds(60))
        {
            Thread.Sleep(200);
            now = Of(process);
        }

        Assert.True(now.Threads <= before.Threads + sparePerKind && now.Files <= before.Files + sparePerKind, $"The kernel held {before} before and holds {now} now.");
    }
}
