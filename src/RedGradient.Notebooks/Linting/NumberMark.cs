using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting;

/// <summary>An entry of the comment that binds a cell's numbers to where they come from.</summary>
/// <param name="Tokens">The numbers, as they stand in the prose.</param>
/// <param name="Kind">The first word of the source: <c>record</c>, <c>cited</c> or <c>constant</c>; anything else is a mistake.</param>
/// <param name="Key">What follows it.</param>
/// <param name="Line">The line of the comment in its cell, counted from 1.</param>
internal sealed partial record NumberMark(IReadOnlyList<string> Tokens, string Kind, string Key, int Line)
{
    /// <summary>
    /// The marks of a cell: <c>&lt;!-- numbers: 95.6 = record test accuracy; 784, 128 = constant; 0.25 = cited Goodfellow 2015 --&gt;</c>.
    /// </summary>
    internal static IReadOnlyList<NumberMark> Of(MarkdownText text)
    {
        var marks = new List<NumberMark>();
        foreach (Match comment in Comment().Matches(text.Source))
        {
            var line = text.Source.AsSpan(0, comment.Index).Count('\n') + 1;
            foreach (var entry in comment.Groups[1].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var sign = entry.IndexOf('=', StringComparison.Ordinal);
                var tokens = sign < 0 ? [entry] : entry[..sign].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                var source = sign < 0 ? "" : WhiteSpace().Replace(entry[(sign + 1)..], " ").Trim();
                var space = source.IndexOf(' ', StringComparison.Ordinal);
                marks.Add(new NumberMark([.. tokens.Select(NumberToken.Normal)], space < 0 ? source : source[..space], space < 0 ? "" : source[(space + 1)..], line));
            }
        }

        return marks;
    }

    [GeneratedRegex(@"<!--\s*numbers:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
