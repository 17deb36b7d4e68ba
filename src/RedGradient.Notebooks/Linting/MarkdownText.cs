using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting;

/// <summary>A Markdown cell, line by line, with what is prose in it.</summary>
internal sealed partial class MarkdownText
{
    internal MarkdownText(int cell, string source)
    {
        Cell = cell;
        Source = source;
        var prose = Masked(source);
        var (lines, masked) = (source.Split('\n'), prose.Split('\n'));
        var blocks = NoCode(source).Split('\n');
        Lines = [.. lines.Select((line, index) => new TextLine(cell, index + 1, line, masked[index], Heading().Match(blocks[index]).Groups[1].Length))];
    }

    /// <summary>The cell, all cells counted from 0.</summary>
    internal int Cell { get; }

    internal string Source { get; }

    internal IReadOnlyList<TextLine> Lines { get; }

    /// <summary>The text with code, formulas, comments, tags and link targets as spaces, each line as long as it was.</summary>
    private static string Masked(string source)
    {
        source = Blank(NoCode(source), Comment());
        source = Blank(source, InlineCode());
        source = Blank(source, Formula());
        source = Blank(source, LinkTarget());
        source = Blank(source, Address());
        return Blank(source, Tag());
    }

    private static string NoCode(string source) => Blank(source, Fence());

    private static string Blank(string text, Regex pattern) => pattern.Replace(text, match => NotNewline().Replace(match.Value, " "));

    [GeneratedRegex(@"^(#{1,6})\s")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(```|~~~).*?^\1", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(`+)[^`].*?\1")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\$\$.*?\$\$|(?<![\\$])\$[^$\n]+\$", RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex(@"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"</?[a-zA-Z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex NotNewline();
}
