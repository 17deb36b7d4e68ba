using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Finds what <c>#load "path"</c> names: relative to the file that says it, or to the notebook's folder when a cell does.</summary>
internal sealed class LoadResolver(string folder) : SourceReferenceResolver
{
    // Cells have names, not paths; they reach the debug information as they are.
    public override string? NormalizePath(string path, string? baseFilePath) =>
        Path.IsPathRooted(path) ? Path.GetFullPath(path) : path;

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var start = baseFilePath is not null && Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        var full = Path.GetFullPath(Path.Combine(start, path.Replace('\\', '/')));
        return File.Exists(full) ? full : null;
    }

    public override Stream OpenRead(string resolvedPath) => File.OpenRead(resolvedPath);

    public override SourceText ReadText(string resolvedPath) => SourceText.From(File.ReadAllText(resolvedPath), System.Text.Encoding.UTF8);

    public override bool Equals(object? other) => other is LoadResolver resolver && resolver.Folder == folder;

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private string Folder => folder;
}
