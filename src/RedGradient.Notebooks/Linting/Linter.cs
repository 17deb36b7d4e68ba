using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting.Rules;

namespace RedGradient.Notebooks.Linting;

/// <summary>Holds notebooks against the lesson standard, rule by rule.</summary>
/// <remarks>Reads the committed files only: nothing is run. The same files give the same findings in the same order.</remarks>
public static class Linter
{
    private static readonly ILintRule[] Rules =
    [
        new CellSizeRule(),
        new LengthRule(),
        new HeadingRule(),
        new NumberRule(),
        new ExpectationRule(),
        new TitleRule(),
        new FigureRule(),
        new TermRule(),
        new LinkRule(),
        new QuizRule(),
        new ChecklistRule(),
        new ExerciseRule(),
    ];

    /// <summary>The names of the rules, as they stand in findings.</summary>
    public static IReadOnlyList<string> RuleNames { get; } = [.. Rules.Select(rule => rule.Name)];

    /// <summary>Checks one notebook.</summary>
    /// <param name="name">Its file name; <c>NN-topic.ipynb</c> makes it a lesson, which more rules ask something of than of other notebooks.</param>
    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="glossary">The course's glossary; null where there is none, which leaves its rule out.</param>
    /// <param name="folder">The notebook's folder, in which linked files are looked for; null leaves that rule out.</param>
    /// <returns>The findings, by cell and line.</returns>
    public static IReadOnlyList<LintFinding> Check(string name, Notebook notebook, Glossary? glossary = null, string? folder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(notebook);
        var linted = new LintedNotebook(Path.GetFileName(name), notebook, glossary, folder);
        return [.. Rules.SelectMany(rule => rule.Check(linted)).OrderBy(finding => finding.Cell ?? -1).ThenBy(finding => finding.Line)];
    }

    /// <summary>For each Markdown cell with unbound numbers: the comment that would bind those of them that a recorded number matches, and what is left.</summary>
    /// <inheritdoc cref="Check"/>
    public static IReadOnlyList<string> Suggest(string name, Notebook notebook)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(notebook);
        return NumberSuggestions.For(new LintedNotebook(Path.GetFileName(name), notebook, null, null));
    }
}
