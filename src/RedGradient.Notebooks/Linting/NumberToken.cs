using System.Globalization;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting;

/// <summary>A number as it stands in prose.</summary>
/// <param name="Text">Its digits without separators of thousands, with <c>-</c> before a negative one.</param>
/// <param name="IsShare">Whether a per cent sign or a word for it follows, so that a recorded share may be meant.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Its place in the line, counted from 0.</param>
internal sealed partial record NumberToken(string Text, bool IsShare, TextLine Line, int Column)
{
    /// <summary>The numbers of a line that have to be bound.</summary>
    internal static IEnumerable<NumberToken> In(TextLine line)
    {
        if (line.HeadingLevel > 0 || Exempt().IsMatch(line.Text)) yield break;
        var prose = CrossReference().Replace(line.Prose, match => new string(' ', match.Length));
        foreach (Match match in Number().Matches(prose))
        {
            yield return new NumberToken(Normal(match.Value), Share().IsMatch(prose[(match.Index + match.Length)..]), line, match.Index);
        }
    }

    /// <summary>A number as marks and prose share it: without separators of thousands, with an ASCII minus.</summary>
    internal static string Normal(string text) => text.Trim().Replace(",", "", StringComparison.Ordinal).Replace('−', '-').TrimStart('+');

    /// <summary>Whether a recorded value, or a hundred times a share, rounds to these digits. A fall may be told without its sign.</summary>
    internal bool Matches(double value) => Rounds(value) || (IsShare && Rounds(100 * value));

    private bool Rounds(double value)
    {
        if (!double.IsFinite(value) || !double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var said)) return false;
        var point = Text.IndexOf('.', StringComparison.Ordinal);
        var unit = point < 0 ? 1.0 : 1 / Power(Text.Length - point - 1);

        // Records show six digits, so the last of them may be rounded already.
        var slack = (0.5 * unit * (1 + 1e-9)) + (Math.Abs(value) * 1e-6);
        return Math.Abs(value - said) <= slack || Math.Abs(Math.Abs(value) - said) <= slack;
    }

    private static double Power(int digits) => Enumerable.Repeat(10.0, digits).Aggregate(1.0, (product, ten) => product * ten);

    // Numbers that the form of a lesson asks for: times, difficulties, list numbers alone.
    [GeneratedRegex(@"^\s*(>\s*)?\**Time\b|^\s*\*?Difficulty [0-9] of 5")]
    private static partial Regex Exempt();

    [GeneratedRegex(@"^\s*(?:>\s*)?[0-9]+[.)]\s|\b(?:lessons?|figures?|exercises?|tables?|questions?|sections?|cells?|steps?|equations?)\W{1,3}[0-9]+(?:(?:,\s*|,?\s+(?:and|to|or)\s+|\s?[–-]\s?)(?:(?:lessons?|figures?)\s)?\[?[0-9]+)*(?![0-9.,]*[0-9%])|\b[0-9]+(?:\.[0-9]+){2,}\b|\bML[0-9]+:[0-9]{4}\b|\bAML\.[A-Z0-9.]+|\barXiv:\S+", RegexOptions.IgnoreCase)]
    private static partial Regex CrossReference();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_#.])(?:(?<![\p{N}\p{L})\]]\s?)[-−+])?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?![\p{L}_](?<!(?:ms|s|h|k|x|px|pp|kB|MB|GB)\b))(?![0-9])")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s?(?:%|per ?cent\b|(?:percentage )?points?\b)|^(?:\s?(?:,|and|to|or|–|-)\s?[-−]?[0-9.]+)+\s?(?:%|per ?cent\b|(?:percentage )?points?\b)")]
    private static partial Regex Share();
}
