using System.Text.RegularExpressions;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>Finds the lines <c>#r "nuget: …"</c> and <c>#i "nuget: …"</c> of a cell.</summary>
internal static partial class PackageDirectives
{
    /// <summary>The lines in their order: the number counted from 1, whether it names a source, and what stands behind <c>nuget:</c>.</summary>
    public static IReadOnlyList<(int Line, bool IsSource, string Text)> Find(string code)
    {
        if (!code.Contains("nuget:", StringComparison.OrdinalIgnoreCase)) return [];
        var lines = code.Split('\n');
        var found = new List<(int, bool, string)>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (Directive().Match(lines[index]) is { Success: true } match && !MagicCell.IsInside(lines, 0, index))
            {
                found.Add((index + 1, match.Groups["kind"].Value == "i", match.Groups["text"].Value.Trim()));
            }
        }

        return found;
    }

    /// <summary>The cell with those lines blank, each character in its place.</summary>
    public static string Blank(string code)
    {
        var found = Find(code);
        if (found.Count == 0) return code;
        var lines = code.Split('\n');
        foreach (var (line, _, _) in found) lines[line - 1] = new string(' ', lines[line - 1].Length);
        return string.Join('\n', lines);
    }

    [GeneratedRegex("""^[ \t]*#[ \t]*(?<kind>[ri])[ \t]+"[ \t]*nuget[ \t]*:(?<text>[^"]*)"[ \t]*;?[ \t]*(//.*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Directive();
}
