using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// The documentation of the framework's own types. The runtime does not carry it; the SDK does, beside its reference assemblies. It is 60 MB of
/// text, so it is searched for the one entry that is asked for, and not kept.
/// </summary>
internal sealed class FrameworkDocumentation : DocumentationProvider
{
    private static readonly Lazy<string[]> Files = new(Find);
    private readonly ConcurrentDictionary<string, string?> _known = new(StringComparer.Ordinal);

    private FrameworkDocumentation()
    {
    }

    public static FrameworkDocumentation Instance { get; } = new();

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => 1;

    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _known.GetOrAdd(documentationMemberID, Search);

    private static string? Search(string id)
    {
        var head = Encoding.UTF8.GetBytes($"<member name=\"{SecurityElement.Escape(id)}\">");
        foreach (var file in Files.Value)
        {
            byte[] text;
            try { text = File.ReadAllBytes(file); }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { continue; }
            var start = text.AsSpan().IndexOf(head);
            if (start < 0) continue;
            var length = text.AsSpan(start).IndexOf("</member>"u8);
            if (length > 0) return Encoding.UTF8.GetString(text, start, length + "</member>".Length);
        }

        return null;
    }

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.x runs; …/dotnet/packs/Microsoft.NETCore.App.Ref/10.0.y/ref/net10.0 describes.
    private static string[] Find()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var pack = Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(pack)) return [];
        var version = Directory.GetDirectories(pack, $"{Environment.Version.Major}.{Environment.Version.Minor}.*").OrderBy(path => path, StringComparer.Ordinal).LastOrDefault();
        var folder = version is null ? "" : Path.Combine(version, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}");
        // What is asked for most comes first.
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.xml").OrderBy(path => Path.GetFileName(path) switch { "System.Runtime.xml" => 0, "System.Collections.xml" => 1, "System.Linq.xml" => 2, "System.Console.xml" => 3, _ => 4 }).ThenBy(path => path, StringComparer.Ordinal)]
            : [];
    }
}
