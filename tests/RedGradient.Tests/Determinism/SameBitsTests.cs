using System.Runtime.Intrinsics.X86;

namespace RedGradient.Tests.Determinism;

/// <summary>The same seed gives the same bits for any number of threads and any vector width: one hash over all weights and attacked images.</summary>
public class SameBitsTests
{
    [Fact]
    public async Task Training_and_attacks_do_not_depend_on_threads_or_on_512_bit_vectors()
    {
        // .NET 10 reads EnableAVX512; releases before it read EnableAVX512F.
        var runs = await Task.WhenAll(
            ChildRun.StartAsync("full", ("REDGRADIENT_THREADS", "1")),
            ChildRun.StartAsync("full", ("REDGRADIENT_THREADS", "2")),
            ChildRun.StartAsync("full", ("REDGRADIENT_THREADS", "3"), ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")));
        Assert.EndsWith(" 0 none", runs[2]["vectors"], StringComparison.Ordinal);
        AssertSameHashes(runs);
    }

    [Fact]
    public async Task Nor_on_any_vector_instruction()
    {
        var runs = await Task.WhenAll(
            ChildRun.StartAsync("small"),
            ChildRun.StartAsync("small", ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")),
            ChildRun.StartAsync("small", ("DOTNET_EnableAVX2", "0")),
            ChildRun.StartAsync("small", ("DOTNET_EnableFMA", "0")),
            ChildRun.StartAsync("small", ("DOTNET_EnableHWIntrinsic", "0")),
            ChildRun.StartAsync("small", ("DOTNET_TieredCompilation", "0")),
            ChildRun.StartAsync("small", ("DOTNET_PreferredVectorBitWidth", "256")),
            ChildRun.StartAsync("small", ("DOTNET_PreferredVectorBitWidth", "512")));
        Assert.Equal("0 0 0 none", runs[4]["vectors"]);
        if (Avx512F.IsSupported)
        {
            // Where .NET prefers 256 bits, the product kernels still use AVX-512.
            Assert.Equal("128 256 0 AVX-512", runs[6]["vectors"]);
            Assert.Equal("128 256 512 AVX-512", runs[7]["vectors"]);
        }

        AssertSameHashes(runs);
    }

    private static void AssertSameHashes(Dictionary<string, string>[] runs)
    {
        foreach (var (name, hash) in runs[0].Where(entry => entry.Key != "vectors"))
        {
            Assert.Equal(64, hash.Length);
            Assert.All(runs, run => Assert.True(run[name] == hash, $"{name}: {hash} with vectors {runs[0]["vectors"]}, {run[name]} with vectors {run["vectors"]}"));
        }
    }
}
