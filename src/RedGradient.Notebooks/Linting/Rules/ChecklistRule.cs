using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>The defender's checklist names MITRE ATLAS (<c>AML.T0043</c>) and OWASP Machine Learning (<c>ML01</c>) by their ids.</summary>
internal sealed partial class ChecklistRule : ILintRule
{
    public string Name => "checklist";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Lesson is null || notebook.SectionOf("checklist") is not { Count: > 0 } lines) yield break;
        if (!lines.Any(line => Atlas().IsMatch(line.Text)))
            yield return notebook.Finding(this, lines[0], "The checklist has no id of MITRE ATLAS; one looks like AML.T0043 or AML.M0007.");
        if (!lines.Any(line => Owasp().IsMatch(line.Text)))
            yield return notebook.Finding(this, lines[0], "The checklist has no id of OWASP ML; one looks like ML01 or ML01:2023.");
        if (!lines.Any(line => line.Text.StartsWith("- ", StringComparison.Ordinal)))
            yield return notebook.Finding(this, lines[0], "The checklist has no list of questions.");
    }

    [GeneratedRegex(@"\bAML\.[TM][0-9]{4}")]
    private static partial Regex Atlas();

    [GeneratedRegex(@"\bML(?:0[1-9]|10)\b")]
    private static partial Regex Owasp();
}
