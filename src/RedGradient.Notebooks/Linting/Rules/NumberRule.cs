using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Every number in prose is bound: to a recorded number that rounds to it, to a source, or by an explicit mark as a constant.</summary>
/// <remarks>
/// Free without a mark: code, formulas, link targets, headings, list numbers, references to lessons, figures, exercises, tables, questions and sections, the line of
/// times, the line of an exercise's difficulty, versions such as 10.0.100, ids of ATLAS and OWASP, the section of sources and the years that stand in it, and notes
/// on other data, folded under that summary. Guides, which teach no findings, are not asked.
/// </remarks>
internal sealed partial class NumberRule : ILintRule
{
    public string Name => "numbers";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook) => notebook.Lesson is null && notebook.Records.Count == 0
        ? []
        : notebook.Texts.SelectMany(text => Check(notebook, text));

    internal static IReadOnlyList<NumberToken> TokensOf(MarkdownText text, LintedNotebook notebook)
    {
        var sources = notebook.FurtherReading.Where(line => line.Cell == text.Cell).Select(line => line.Number).ToHashSet();
        var elsewhere = LinesOn(OtherData().Matches(text.Source), text.Source);
        return
        [
            .. text.Lines.Where(line => !sources.Contains(line.Number) && !elsewhere.Contains(line.Number))
                .SelectMany(NumberToken.In)
                .Where(token => !IsCitedYear(token.Text, notebook)),
        ];
    }

    private IEnumerable<LintFinding> Check(LintedNotebook notebook, MarkdownText text)
    {
        var tokens = TokensOf(text, notebook);
        var marks = NumberMark.Of(text);
        var bound = marks.SelectMany(mark => mark.Tokens).ToHashSet(StringComparer.Ordinal);
        foreach (var token in tokens.Where(token => !bound.Contains(token.Text)).DistinctBy(token => (token.Text, token.Line.Number)))
        {
            yield return notebook.Finding(this, token.Line, $"{token.Text} is bound to nothing; record, cite or mark it as constant in the cell's last line, <!-- numbers: {token.Text} = record NAME -->.");
        }

        foreach (var mark in marks)
        {
            foreach (var name in mark.Tokens)
            {
                var named = tokens.Where(token => token.Text == name).ToList();
                var problem = named.Count == 0 ? $"The mark names {name}, which does not stand in the cell's prose." : Problem(notebook, mark, named);
                if (problem is not null) yield return notebook.Finding(this, text.Cell, named.Count == 0 ? mark.Line : named[0].Line.Number, problem);
            }
        }
    }

    private static string? Problem(LintedNotebook notebook, NumberMark mark, List<NumberToken> named) => mark.Kind switch
    {
        "record" => Recorded(notebook, mark.Key, named),
        "cited" when IsCited(notebook, mark.Key) => null,
        "cited" => $"{named[0].Text} is cited from \"{mark.Key}\"; no line of the section Further reading has that name and year.",
        "constant" when mark.Key.Length == 0 => null,
        _ => $"The source of {named[0].Text} was \"{$"{mark.Kind} {mark.Key}".Trim()}\"; allowed: record NAME, cited NAME YEAR, constant.",
    };

    private static string? Recorded(LintedNotebook notebook, string name, List<NumberToken> named)
    {
        var records = notebook.Records.Where(record => record.Name == name).ToList();
        if (records.Count == 0) return $"{named[0].Text} is bound to the record \"{name}\", which no cell of the notebook prints.";
        return named.Exists(token => records.Exists(record => token.Matches(record.Value)))
            ? null
            : FormattableString.Invariant($"{named[0].Text} is bound to the record \"{name}\", which is {records[0].Value} and does not round to it.");
    }

    private static bool IsCited(LintedNotebook notebook, string key)
    {
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && notebook.FurtherReading.Any(line => Array.TrueForAll(words, word => line.Text.Contains(word, StringComparison.Ordinal)));
    }

    private static bool IsCitedYear(string token, LintedNotebook notebook) =>
        token.Length == 4 && (token.StartsWith("19", StringComparison.Ordinal) || token.StartsWith("20", StringComparison.Ordinal))
        && notebook.FurtherReading.Any(line => line.Text.Contains(token, StringComparison.Ordinal));

    private static HashSet<int> LinesOn(MatchCollection matches, string source)
    {
        var lines = new HashSet<int>();
        foreach (Match match in matches)
        {
            var first = source.AsSpan(0, match.Index).Count('\n') + 1;
            lines.UnionWith(Enumerable.Range(first, match.Value.AsSpan().Count('\n') + 1));
        }

        return lines;
    }

    [GeneratedRegex(@"<details>\s*<summary>\s*Other data.*?</details>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex OtherData();
}
