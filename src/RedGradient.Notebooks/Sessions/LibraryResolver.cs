using System.Collections.Immutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Finds what <c>#r "path"</c> names, for the compiler and for the running cells alike, and the libraries that lie beside it.
/// </summary>
/// <remarks>
/// Libraries are loaded from a copy of their bytes: a session never locks a file that the next build wants to write, and a build
/// never changes code under a running session.
/// </remarks>
internal sealed class LibraryResolver : MetadataReferenceResolver, IDisposable
{
    // Newest first. A session that is over stays among them: what its cells left behind, finalisers above all, may need a library that was
    // not loaded before.
    private static readonly List<LibraryResolver> All = [];
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _inPlace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PortableExecutableReference> _references = new(StringComparer.Ordinal);

    static LibraryResolver() => AssemblyLoadContext.Default.Resolving += OnResolving;

    public LibraryResolver(string folder)
    {
        _folder = folder;
        lock (All) All.Insert(0, this);
    }

    public override bool ResolveMissingAssemblies => true;

    /// <summary>The full path that a reference means, whether there is such a file or not.</summary>
    public string FullPath(string reference, string? baseFilePath)
    {
        var folder = baseFilePath is not null && Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : _folder;
        return Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', '/')));
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = FullPath(reference, baseFilePath);
        if (File.Exists(path)) return [Read(path)];
        // "System.Text.Json", with or without ".dll", means the framework's.
        var name = Path.GetFileName(reference) == reference ? FrameworkName(reference) : null;
        return name is not null ? [Read(FrameworkReferences.Trusted[name])] : [];
    }

    /// <summary>The name of the framework's assembly that a bare reference means, or null.</summary>
    public static string? FrameworkName(string reference)
    {
        var name = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference;
        return FrameworkReferences.Trusted.ContainsKey(name) ? name : null;
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        var beside = (definition as PortableExecutableReference)?.FilePath is { } path
            ? Path.Combine(Path.GetDirectoryName(path)!, referenceIdentity.Name + ".dll")
            : null;
        return beside is not null && File.Exists(beside) ? Read(beside) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _folder.GetHashCode(StringComparison.Ordinal);

    /// <summary>Frees what the compiler needed; what runs is still found.</summary>
    public void Dispose()
    {
        lock (_lock) _references.Clear();
    }

    /// <summary>Loads these from where they lie: files of packages never change, and some look for their native part beside themselves.</summary>
    public void KeepInPlace(IEnumerable<string> paths)
    {
        lock (_lock) _inPlace.UnionWith(paths);
    }

    private PortableExecutableReference Read(string path)
    {
        lock (_lock)
        {
            if (_references.TryGetValue(path, out var known)) return known;
            var documentation = Path.ChangeExtension(path, ".xml");
            var reference = MetadataReference.CreateFromFile(
                path,
                documentation: File.Exists(documentation) ? new LibraryDocumentation(documentation) : null);
            _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            return _references[path] = reference;
        }
    }

    private static System.Reflection.Assembly? OnResolving(AssemblyLoadContext context, System.Reflection.AssemblyName name)
    {
        LibraryResolver[] resolvers;
        lock (All) resolvers = [.. All];
        return resolvers.Select(resolver => resolver.Load(context, name.Name ?? "")).FirstOrDefault(found => found is not null);
    }

    private System.Reflection.Assembly? Load(AssemblyLoadContext context, string name)
    {
        string? path;
        bool isInPlace;
        lock (_lock)
        {
            if (!_paths.TryGetValue(name, out path) || !File.Exists(path))
            {
                path = _paths.Values.Select(known => Path.Combine(Path.GetDirectoryName(known)!, name + ".dll")).FirstOrDefault(File.Exists);
            }

            isInPlace = path is not null && _inPlace.Contains(path);
        }

        return path is null ? null : isInPlace ? context.LoadFromAssemblyPath(path) : context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path)));
    }
}
