using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>Takes a cell's text apart at its lines <c>#!name</c>.</summary>
internal static partial class MagicCell
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    /// <summary>Whether a cell has anything in it that the C# compiler must not see.</summary>
    public static bool MayHoldMagic(string code) => code.Contains("#!", StringComparison.Ordinal) || code.AsSpan().TrimStart() is ['%', ..];

    /// <summary>The pieces of a cell in their order; pieces of nothing but space are left out.</summary>
    /// <param name="code">The text, lines ending in <c>\n</c>.</param>
    public static IReadOnlyList<CellPart> Parse(string code)
    {
        var parts = new List<CellPart>();
        var lines = code.Split('\n');
        var (language, kind, named, start) = (MagicLanguages.CSharp, CellPartKind.Code, 1, 0);
        for (var index = 0; index < lines.Length; index++)
        {
            if (Command().Match(lines[index]) is not { Success: true } match) continue;
            if (kind == CellPartKind.Code && IsInside(lines, start, index)) continue;
            Add(parts, lines, start, index, language, kind, named);
            start = index + 1;
            var name = match.Groups["name"].Value;
            if (match.Groups["mark"].Value == "#!" && MagicLanguages.Find(name) is { } next)
            {
                (language, kind, named) = (next.Name, next.Kind, index + 1);
                continue;
            }

            parts.Add(new CellPart(CellPartKind.Command, match.Groups["mark"].Value == "#!" ? name.ToLowerInvariant() : match.Groups["mark"].Value + name, index + 1, match.Groups["arguments"].Value.Trim()));
        }

        Add(parts, lines, start, lines.Length, language, kind, named);
        return parts;
    }

    /// <summary>The cell with everything blank that is not C#, each character in its place: what completion and documentation look at.</summary>
    public static string OnlyCode(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal)) return code;
        var lines = code.Split('\n');
        if (MayHoldMagic(code))
        {
            var kept = new HashSet<int>();
            foreach (var part in Parse(code).Where(part => part.Kind == CellPartKind.Code))
            {
                var text = part.Text.Split('\n');
                for (var index = 0; index < text.Length; index++)
                {
                    if (text[index].Length > 0) kept.Add(index);
                }
            }

            for (var index = 0; index < lines.Length; index++)
            {
                if (!kept.Contains(index)) lines[index] = new string(' ', lines[index].Length);
            }
        }

        return Packages.PackageDirectives.Blank(string.Join('\n', lines));
    }

    /// <summary>Whether the place lies inside a text or a comment that began earlier, where <c>#!</c> means nothing.</summary>
    public static bool IsInside(string[] lines, int start, int index)
    {
        if (index == start) return false;
        var before = new StringBuilder();
        for (var line = start; line < index; line++) before.Append(lines[line]).Append('\n');
        var position = before.Length;
        var root = CSharpSyntaxTree.ParseText(before.Append('x').ToString(), Options).GetRoot();
        var token = root.FindToken(position);
        if (token.SpanStart < position && token.Span.End > position) return true;
        var trivia = root.FindTrivia(position);
        return trivia.SpanStart < position && trivia.Span.End > position
            && (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.DisabledTextTrivia));
    }

    private static void Add(List<CellPart> parts, string[] lines, int start, int end, string language, CellPartKind kind, int named)
    {
        var text = string.Join('\n', lines[start..end]);
        if (kind == CellPartKind.Foreign)
        {
            // A line that names a language and nothing below it is still a cell of that language.
            if (!parts.Exists(part => part.Kind == CellPartKind.Foreign && part.Line == named)) parts.Add(new CellPart(kind, language, named, text));
            return;
        }

        if (string.IsNullOrWhiteSpace(text)) return;
        parts.Add(new CellPart(kind, language, named, kind == CellPartKind.Code ? new string('\n', start) + text : text.Trim('\n')));
    }

    // A "#!/usr/bin/…" in the first line is a script's own; "%name" is IPython's way of saying it.
    [GeneratedRegex(@"^[ \t]*(?<mark>#!|%%?(?=[A-Za-z]))(?<name>[\p{L}_][\p{L}\p{N}_#.\-]*)(?<arguments>.*)$")]
    private static partial Regex Command();
}
