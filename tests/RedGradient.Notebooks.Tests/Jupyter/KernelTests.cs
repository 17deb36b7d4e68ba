namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Tests that share one kernel process and take turns with it.</summary>
[CollectionDefinition(Name)]
public sealed class KernelTests : ICollectionFixture<KernelHost>
{
    public const string Name = "kernel";

    /// <summary>Whether the tests that need a minute run in full; otherwise they run in small.</summary>
    public static bool RunsInFull => Environment.GetEnvironmentVariable("REDGRADIENT_FULL_TESTS") == "1";
}
