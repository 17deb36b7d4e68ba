namespace RedGradient.Tests.Data;

/// <summary>A folder of a test's own that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullName { get; } = Directory.CreateTempSubdirectory("redgradient-data-").FullName;

    internal string this[string name] => Path.Combine(FullName, name);

    internal string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    internal string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
