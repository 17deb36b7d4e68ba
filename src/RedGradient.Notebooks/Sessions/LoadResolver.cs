using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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

    /// <summary>The texts of all files that a cell loads, and those that they load, a file before those that it names.</summary>
    public IEnumerable<(string Path, string Text)> Loaded(string code, string? path = null, HashSet<string>? seen = null)
    {
        seen ??= new HashSet<string>(StringComparer.Ordinal);
        if (!code.Contains("#load", StringComparison.Ordinal)) yield break;
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(Session.Language, kind: SourceCodeKind.Script));
        foreach (var name in tree.GetCompilationUnitRoot().GetLoadDirectives().Select(directive => directive.File.ValueText))
        {
            if (ResolveReference(name, path) is not { } file || !seen.Add(file)) continue;
            var text = File.ReadAllText(file);
            yield return (file, text);
            foreach (var further in Loaded(text, file, seen)) yield return further;
        }
    }

    public override Stream OpenRead(string resolvedPath) => File.OpenRead(resolvedPath);

    public override SourceText ReadText(string resolvedPath) => SourceText.From(Packages.PackageDirectives.Blank(File.ReadAllText(resolvedPath)), System.Text.Encoding.UTF8);

    public override bool Equals(object? other) => other is LoadResolver resolver && resolver.Folder == folder;

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private string Folder => folder;
}
