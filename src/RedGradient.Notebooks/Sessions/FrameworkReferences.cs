using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The framework's assemblies, and this one for <see cref="CellLanguage"/>: what every cell can use.</summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Loaded = new(Load);

    public static ImmutableArray<MetadataReference> All => Loaded.Value;

    /// <summary>The path of every assembly that the process would load by name, keyed by that name.</summary>
    public static IReadOnlyDictionary<string, string> Trusted { get; } =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    private static ImmutableArray<MetadataReference> Load()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [
            .. Trusted.Values.Where(path => Path.GetDirectoryName(path) == framework).Order(StringComparer.Ordinal).Select(path => Read(path, FrameworkDocumentation.Instance)),
            Read(typeof(CellLanguage).Assembly.Location, new LibraryDocumentation(Path.ChangeExtension(typeof(CellLanguage).Assembly.Location, ".xml"))),
        ];
    }

    // Only the metadata is read into memory: the framework is 160 files and 70 MB.
    private static PortableExecutableReference Read(string path, DocumentationProvider documentation)
    {
        var stream = File.OpenRead(path);
        var module = ModuleMetadata.CreateFromStream(stream, System.Reflection.PortableExecutable.PEStreamOptions.PrefetchMetadata);
        return AssemblyMetadata.Create(module).GetReference(documentation, filePath: path);
    }
}
