using System.Text.RegularExpressions;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Completes what no compiler knows: files in <c>#r</c>, <c>#load</c> and <c>#!import</c>, and the names of magic commands.</summary>
internal static partial class DirectiveCompletion
{
    private const int Most = 200;

    /// <summary>The completions; null when the cursor does not stand at such a place.</summary>
    /// <param name="before">The text up to the cursor.</param>
    /// <param name="folder">The notebook's folder.</param>
    public static (int Start, IReadOnlyList<CompletionItem> Items)? Of(string before, string folder)
    {
        var lineStart = before.LastIndexOf('\n') + 1;
        var line = before[lineStart..];
        if (Magic().Match(line) is { Success: true } magic)
        {
            var prefix = magic.Groups["name"];
            var names = MagicCommands.All.Where(command => command.Name.StartsWith("#!", StringComparison.Ordinal)).Select(command => command.Name[2..]).Concat(MagicLanguages.Offered).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return (lineStart + prefix.Index, [.. names.Where(name => name.StartsWith(prefix.Value, StringComparison.OrdinalIgnoreCase)).Select(name => new CompletionItem(name, "keyword", ""))]);
        }

        if (File().Match(line) is not { Success: true } match) return null;
        var path = match.Groups["path"];
        var directory = path.Value.LastIndexOf('/') + 1;
        var endings = match.Groups["kind"].Value switch { "r" => new[] { ".dll" }, "load" => [".csx", ".cs"], _ => [".ipynb", ".dib", ".csx", ".cs", ".html", ".md", ".js", ".mermaid"] };
        return (lineStart + path.Index + directory, Files(Path.Combine(folder, path.Value[..directory]), path.Value[directory..], endings));
    }

    private static List<CompletionItem> Files(string folder, string prefix, string[] endings)
    {
        try
        {
            var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => entry.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (prefix.StartsWith('.') || !entry.Name.StartsWith('.')))
                .Where(entry => entry is DirectoryInfo || endings.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Take(Most);
            return [.. entries.Select(entry => new CompletionItem(entry is DirectoryInfo ? entry.Name + "/" : entry.Name, "path", ""))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^\s*#!(?<name>[\w#]*)$")]
    private static partial Regex Magic();

    [GeneratedRegex("""^\s*#\s*((?<kind>r|load)\s+"(?!\s*nuget:)(?<path>[^"]*)|!(?<kind>import)\s+"?(?<path>[^"\s]*))$""", RegexOptions.IgnoreCase)]
    private static partial Regex File();
}
