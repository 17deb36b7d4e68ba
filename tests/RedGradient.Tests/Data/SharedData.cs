namespace RedGradient.Tests.Data;

/// <summary>Real data beside the repository, in <c>../shared/data</c>, where a machine has them.</summary>
internal static class SharedData
{
    internal static string? Find(string name)
    {
        var candidate = Path.Combine(Repository.Root, "..", "shared", "data", name);
        return Directory.Exists(candidate) ? candidate : null;
    }

    internal static string Require(string name)
    {
        var folder = Find(name);
        Skip.If(folder is null, $"The real data '{name}' are not beside the repository (../shared/data/{name}).");
        return folder;
    }
}
