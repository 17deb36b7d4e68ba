using BenchmarkDotNet.Running;
using RedGradient.Benchmarks;

// `peer [workload …]` prints one line a workload, for the comparison with another framework; `peak` prints what the
// machine can do at most; anything else goes to BenchmarkDotNet.
if (args is ["peer", .. var names])
{
    Peer.Run(names);
    return;
}

if (args is ["peak"])
{
    Peak.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Peer).Assembly).Run(args);
