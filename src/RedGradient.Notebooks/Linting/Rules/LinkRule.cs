using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Links to files lead to a file, and say where they lead.</summary>
internal sealed partial class LinkRule : ILintRule
{
    public string Name => "links";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        foreach (var line in notebook.Texts.SelectMany(text => text.Lines))
        {
            foreach (Match link in Link().Matches(line.Text))
            {
                if (Empty().IsMatch(link.Groups[1].Value))
                    yield return notebook.Finding(this, line, $"A link's words were \"{link.Groups[1].Value}\"; they say where it leads.");
                var file = Uri.UnescapeDataString(link.Groups[2].Value.Split('#')[0]);
                if (notebook.Folder is not { } folder || file.Length == 0 || file.Contains(':', StringComparison.Ordinal)) continue;
                var path = Path.GetFullPath(Path.Combine(folder, file));
                if (!File.Exists(path) && !Directory.Exists(path))
                    yield return notebook.Finding(this, line, $"The link leads to {file}, which is not there.");
            }
        }
    }

    [GeneratedRegex(@"(?<!!)\[([^\]\[]*)\]\(([^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*(?:here|this|link|click here|this link)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Empty();
}
