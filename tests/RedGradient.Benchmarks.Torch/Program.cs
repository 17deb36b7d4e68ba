using RedGradient.Benchmarks.Torch;

// `THREADS [workload …]` prints one line a workload, as `peer` of RedGradient.Benchmarks does; `probe` loads the native library and says its version.
if (args is ["probe"])
{
    return Native.Probe();
}

if (args is [var count, .. var names] && int.TryParse(count, out var threads) && threads is >= 1 and <= 1024)
{
    return Peer.Run(threads, names);
}

Console.Error.WriteLine("Usage: probe, or the number of libtorch's threads (1 to 1024) and the names of workloads (none: all).");
return 2;
