using System.Text;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting.Rules;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Linting;

/// <summary>Comments ready to paste, for numbers that nothing binds yet.</summary>
internal static class NumberSuggestions
{
    internal static IReadOnlyList<string> For(LintedNotebook notebook)
    {
        var suggestions = new List<string>();
        foreach (var text in notebook.Texts)
        {
            var marked = NumberMark.Of(text).SelectMany(mark => mark.Tokens).ToHashSet(StringComparer.Ordinal);
            var open = NumberRule.TokensOf(text, notebook).Where(token => !marked.Contains(token.Text)).ToList();
            if (open.Count > 0) suggestions.Add(Suggestion(notebook, text, open));
        }

        return suggestions;
    }

    private static string Suggestion(LintedNotebook notebook, MarkdownText text, List<NumberToken> open)
    {
        var (found, left) = (new List<string>(), new List<string>());
        var notes = new StringBuilder();
        var before = RecordsBefore(notebook, text);
        foreach (var group in open.GroupBy(token => token.Text, StringComparer.Ordinal))
        {
            // A text speaks of what was recorded just before it; of anything else a digit alone says too little.
            var records = IsTelling(group.Key) ? before.Concat(notebook.Records) : before;
            var names = records.Where(record => group.Any(token => token.Matches(record.Value))).Select(record => record.Name).Distinct(StringComparer.Ordinal).ToList();
            if (names.Count == 0)
            {
                left.Add($"{group.Key} (line {group.First().Line.Number}: …{Around(group.First())}…)");
                continue;
            }

            found.Add($"{group.Key} = record {names[0]}");
            if (names.Count > 1) notes.Append("  ").Append(group.Key).Append(" also fits: ").AppendJoin("; ", names.Skip(1).Take(4)).Append('\n');
        }

        var kept = NumberMark.Of(text).Select(mark => $"{string.Join(", ", mark.Tokens)} = {mark.Kind} {mark.Key}".TrimEnd());
        var result = new StringBuilder(FormattableString.Invariant($"{notebook.Name}[{text.Cell}]\n"));
        result.Append("<!-- numbers: ").AppendJoin("; ", kept.Concat(found)).Append(" -->\n").Append(notes);
        if (left.Count > 0) result.Append("  no recorded number fits (record, cite or mark as constant):\n    ").AppendJoin("\n    ", left).Append('\n');
        return result.ToString();
    }

    private static bool IsTelling(string token) => token.Trim('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0').Length >= 2;

    private static IReadOnlyList<RecordedNumber> RecordsBefore(LintedNotebook notebook, MarkdownText text)
    {
        var cells = new Notebook();
        cells.Cells.AddRange(notebook.Notebook.Cells.Take(text.Cell).Reverse().TakeWhile(cell => cell.Kind != CellKind.Markdown).Reverse().Select(cell => cell.Clone()));
        return RecordedNumber.ReadAll(cells);
    }

    private static string Around(NumberToken token)
    {
        var start = Math.Max(0, token.Column - 25);
        return token.Line.Text[start..Math.Min(token.Line.Text.Length, token.Column + 30)].Trim();
    }
}
