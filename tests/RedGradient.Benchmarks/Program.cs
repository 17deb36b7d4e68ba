using BenchmarkDotNet.Running;
using RedGradient.Benchmarks;

// `compare [--rounds N] [--cpu] [workload …]` runs ours and libtorch's in turn and prints the ratios; `peer [--cpu] [workload …]` prints one line a workload, for
// a comparison with any framework; `peak` prints what the machine can do at most; anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["compare", .. var rest]:
        return Comparison.Run(rest);
    case ["peer", .. var names]:
        Peer.Run(names);
        return 0;
    case ["peak"]:
        Peak.Run();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Peer).Assembly).Run(args);
        return 0;
}
