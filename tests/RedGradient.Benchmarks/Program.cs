using BenchmarkDotNet.Running;
using RedGradient.Benchmarks;

// `peer [workload …]` prints one line a workload, for the comparison with another framework; anything else goes to BenchmarkDotNet.
if (args is ["peer", .. var names])
{
    Peer.Run(names);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Peer).Assembly).Run(args);
