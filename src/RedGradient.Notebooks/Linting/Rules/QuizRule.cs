using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Five questions with folded answers; from lesson 1 on, one of them comes from an earlier lesson and names it by its number.</summary>
internal sealed partial class QuizRule : ILintRule
{
    private const int Questions = 5;

    public string Name => "quiz";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Lesson is not { } lesson || notebook.SectionOf("quiz") is not { Count: > 0 } lines) yield break;
        var questions = lines.Count(line => Question().IsMatch(line.Text));
        var answers = lines.Count(line => line.Text.Contains("<summary>Answer", StringComparison.Ordinal));
        if (questions != Questions || answers != Questions)
            yield return notebook.Finding(this, lines[0], $"The quiz has {questions} questions and {answers} folded answers (<details><summary>Answer</summary>); both are {Questions}.");
        var earlier = lines.SelectMany(line => LessonNumber().Matches(line.Text)).Any(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) < lesson);
        if (lesson > 0 && !earlier)
            yield return notebook.Finding(this, lines[0], "No question comes from an earlier lesson; one of the five does, and names it, such as (lesson 1).");
    }

    [GeneratedRegex(@"^[0-9]+\.\s")]
    private static partial Regex Question();

    [GeneratedRegex(@"\blesson ([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex LessonNumber();
}
