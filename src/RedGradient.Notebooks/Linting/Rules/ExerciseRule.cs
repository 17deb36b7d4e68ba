using System.Globalization;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Students;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Four or more exercises, each with difficulty, importance, minutes, two folded hints and a solution; from lesson 1 on one has difficulty 4 or 5.</summary>
internal sealed partial class ExerciseRule : ILintRule
{
    private const int Fewest = 4;
    private const int Hard = 4;

    public string Name => "exercises";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Lesson is not { } lesson || notebook.SectionOf("exercise") is not { Count: > 0 } lines) yield break;
        var starts = Enumerable.Range(0, lines.Count).Where(i => lines[i].HeadingLevel == 3).ToList();
        if (starts.Count < Fewest) yield return notebook.Finding(this, lines[0], $"The lesson has {starts.Count} exercises (headings of level 3); at least {Fewest} are asked.");
        var hardest = 0;
        for (var i = 0; i < starts.Count; i++)
        {
            var part = lines.Skip(starts[i]).Take((i + 1 < starts.Count ? starts[i + 1] : lines.Count) - starts[i]).ToList();
            var facts = part.Select(line => Facts().Match(line.Text)).FirstOrDefault(match => match.Success);
            if (facts is null)
                yield return notebook.Finding(this, part[0], "The exercise has no line *Difficulty D of 5, importance I of 5, M minutes.*.");
            else
                hardest = Math.Max(hardest, int.Parse(facts.Groups[1].Value, CultureInfo.InvariantCulture));
            var hints = part.Count(line => Hint().IsMatch(line.Text));
            if (hints < 2) yield return notebook.Finding(this, part[0], $"The exercise has {hints} folded hints (<details><summary>Hint …</summary>); two are asked.");
            var next = notebook.Notebook.Cells.Skip(part[^1].Cell + 1).FirstOrDefault(cell => cell.Kind == CellKind.Code);
            if (next is null || !StudentCopy.HasSolution(next))
                yield return notebook.Finding(this, part[0], "The code cell after the exercise has no solution between // BEGIN SOLUTION and // END SOLUTION.");
        }

        if (lesson > 0 && hardest is > 0 and < Hard)
            yield return notebook.Finding(this, lines[0], $"The hardest exercise has difficulty {hardest}; one has {Hard} or 5.");
    }

    [GeneratedRegex(@"Difficulty ([1-5]) of 5, importance [1-5] of 5, (?:about )?[0-9]+ min")]
    private static partial Regex Facts();

    [GeneratedRegex(@"<summary>(?:[^<]*\b)?[Hh]int\b")]
    private static partial Regex Hint();
}
