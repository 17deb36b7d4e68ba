namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>One heading of level 1, at the start; no heading skips a level; a lesson has its five parts, and its header says what it has to.</summary>
internal sealed class HeadingRule : ILintRule
{
    private static readonly string[] Parts = ["exercise", "quiz", "checklist", "limit", "reading"];
    private static readonly string[] Header = ["You will be able to", "You need to know", "Time", "Data", "Article"];

    public string Name => "headings";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        var headings = notebook.Texts.SelectMany(text => text.Lines).Where(line => line.HeadingLevel > 0).ToList();
        if (headings.Count == 0 || headings[0].HeadingLevel != 1 || headings[0] is not { Cell: 0, Number: 1 })
            yield return notebook.Finding(this, 0, 1, "The first line of the first cell is no heading of level 1; a notebook begins with its title.");
        foreach (var extra in headings.Where(line => line.HeadingLevel == 1).Skip(1))
            yield return notebook.Finding(this, extra, $"\"{extra.Text}\" is a second heading of level 1; one is allowed.");
        foreach (var (before, after) in headings.Zip(headings.Skip(1)).Where(pair => pair.Second.HeadingLevel > pair.First.HeadingLevel + 1))
            yield return notebook.Finding(this, after, $"A heading of level {after.HeadingLevel} follows one of level {before.HeadingLevel}; no level is skipped.");

        if (notebook.Lesson is null) yield break;
        foreach (var part in Parts.Where(part => !headings.Exists(line => line.HeadingLevel == 2 && line.Text.Contains(part, StringComparison.OrdinalIgnoreCase))))
            yield return notebook.Finding(this, null, 1, $"No heading of level 2 has the word \"{part}\"; a lesson has exercises, quiz, checklist, limits and further reading.");
        var header = notebook.Texts.Count == 0 ? "" : notebook.Texts[0].Source;
        foreach (var fact in Header.Where(fact => !header.Contains(fact, StringComparison.OrdinalIgnoreCase)))
            yield return notebook.Finding(this, 0, 1, $"The header cell does not say \"{fact}\".");
        if (notebook.Lesson >= 3 && !header.Contains("Threat model", StringComparison.OrdinalIgnoreCase))
            yield return notebook.Finding(this, 0, 1, "The header cell has no threat model; from lesson 3 on it says who the attacker is, what they control, know and want.");
    }
}
