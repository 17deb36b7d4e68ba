using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>A term is used first in the lesson that its glossary entry names, and linked there; links to the glossary lead to an entry.</summary>
/// <remarks>
/// Before that lesson a term may stand in a sentence that points to the later lesson by its number, and in the section of sources. A term is looked for as a whole
/// word, with or without the plural's s; with its capitals where it has some. A word with a hyphen is another word.
/// </remarks>
internal sealed partial class TermRule : ILintRule
{
    public string Name => "terms";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Glossary is not { } glossary) yield break;
        foreach (var line in notebook.Texts.SelectMany(text => text.Lines))
        {
            foreach (Match link in Link().Matches(line.Text))
            {
                if (glossary.Find(link.Groups[1].Value) is null)
                    yield return notebook.Finding(this, line, $"The glossary has no entry \"{link.Groups[1].Value}\" to link to.");
            }
        }

        if (notebook.Lesson is not { } lesson) yield break;
        foreach (var term in glossary.Terms)
        {
            if (term.Lesson == lesson && !notebook.Texts.Any(text => text.Source.Contains($"{Glossary.FileName}#{term.Anchor})", StringComparison.OrdinalIgnoreCase)))
                yield return notebook.Finding(this, null, 1, $"The glossary says that \"{term.Name}\" is first used here, but no text links to it; its first use is written [{term.Name}]({Glossary.FileName}#{term.Anchor}).");
            if (term.Lesson > lesson && FirstUse(notebook, term) is { } early)
                yield return notebook.Finding(this, early, $"\"{term.Name}\" is used here, but the glossary says that it is first used in lesson {term.Lesson}.");
        }
    }

    private static TextLine? FirstUse(LintedNotebook notebook, GlossaryTerm term)
    {
        var options = term.Name.Any(char.IsUpper) ? RegexOptions.None : RegexOptions.IgnoreCase;
        var word = new Regex($@"(?<![\p{{L}}\p{{N}}-]){Regex.Escape(term.Name)}(?:s|es)?(?![\p{{L}}\p{{N}}-])", options | RegexOptions.CultureInvariant);
        return notebook.Texts.SelectMany(text => text.Lines).Except(notebook.FurtherReading)
            .FirstOrDefault(line => Sentences().Split(line.Prose).Any(sentence => word.IsMatch(sentence) && !PointsAhead(sentence, term.Lesson!.Value)));
    }

    private static bool PointsAhead(string sentence, int lesson) =>
        LessonNumber().Matches(sentence).Any(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= lesson);

    [GeneratedRegex(@"\]\((?:\.\./)?GLOSSARY\.md#([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=[.!?:])\s+")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\blessons?\s(?:[0-9]+\s(?:and|to|or)\s)?([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex LessonNumber();
}
