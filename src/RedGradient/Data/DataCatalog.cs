using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedGradient.Data;

/// <summary>The real data sets that <c>redgradient data get</c> can fetch, as <c>data/manifest.json</c> lists them (built into the library).</summary>
public static class DataCatalog
{
    private const string Resource = "RedGradient.Data.manifest.json";
    private static readonly Lazy<IReadOnlyList<CatalogEntry>> Loaded = new(Read);

    /// <summary>Every data set of the catalogue.</summary>
    public static IReadOnlyList<CatalogEntry> Entries => Loaded.Value;

    /// <summary>The data set of a name.</summary>
    /// <param name="name">For example <c>mnist</c>.</param>
    /// <exception cref="ArgumentException">There is no such data set; the message lists those there are.</exception>
    public static CatalogEntry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no data set '{name}'; allowed are {string.Join(", ", Entries.Select(entry => entry.Name))}.", nameof(name));

    /// <summary>Looks for the folder <c>data/NAME</c> from a folder upwards, so that the root of the course and its notebooks find the same one.</summary>
    /// <param name="name">For example <c>mnist</c>.</param>
    /// <param name="start">Where to begin; default the current folder.</param>
    /// <returns>The full path, or null where no folder above holds it.</returns>
    public static string? FindFolder(string name, string? start = null)
    {
        for (var folder = new DirectoryInfo(start ?? Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "data", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static IReadOnlyList<CatalogEntry> Read()
    {
        using var stream = typeof(DataCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The library was built without its resource {Resource}.");
        var manifest = JsonSerializer.Deserialize<Manifest>(stream)
            ?? throw new InvalidOperationException($"The resource {Resource} is empty.");
        return manifest.DataSets;
    }

    private sealed record Manifest([property: JsonPropertyName("dataSets")] IReadOnlyList<CatalogEntry> DataSets);
}
