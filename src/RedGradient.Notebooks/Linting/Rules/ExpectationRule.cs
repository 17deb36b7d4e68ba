using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>A lesson asks its reader to predict, and <em>You should see</em> gives the exact number, no band.</summary>
internal sealed partial class ExpectationRule : ILintRule
{
    private const int Fewest = 5;

    public string Name => "expectations";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Lesson is null) yield break;
        var lines = notebook.Texts.SelectMany(text => text.Lines).ToList();
        var predictions = lines.Count(line => line.Text.Contains("**Predict", StringComparison.Ordinal));
        var expectations = lines.Where(line => line.Text.Contains("**You should see", StringComparison.Ordinal)).ToList();
        if (predictions < Fewest || expectations.Count < Fewest)
            yield return notebook.Finding(this, null, 1, $"The lesson has {predictions} predictions and {expectations.Count} times \"You should see\"; at least {Fewest} of each are asked.");
        foreach (var line in expectations)
        {
            if (line.Text.Contains('±', StringComparison.Ordinal))
                yield return notebook.Finding(this, line, "\"You should see\" states a band with ±; the default run prints one exact number, which belongs here, and bands belong into a folded note on other data.");
            if (!Digit().IsMatch(line.Text))
                yield return notebook.Finding(this, line, "\"You should see\" has no number; the one that the default run prints belongs here.");
        }
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();
}
