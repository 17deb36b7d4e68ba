using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>A lesson has 1,000 to 2,300 words; formulas, tables and link targets are none.</summary>
internal sealed partial class LengthRule : ILintRule
{
    private const int Fewest = 1000;
    private const int Most = 2300;

    public string Name => "length";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        if (notebook.Lesson is null) yield break;
        var text = NoWords().Replace(string.Join("\n\n", notebook.Texts.Select(text => text.Source)), " ");
        var words = Word().Count(text);
        if (words is < Fewest or > Most) yield return notebook.Finding(this, null, 1, $"The lesson has {words} words; {Fewest} to {Most} are allowed.");
    }

    [GeneratedRegex(@"<!--.*?-->|\$\$.*?\$\$|\$[^$\n]*\$|^\|[^\n]*$|<[^>]+>|\([^)\s]*\.(?:ipynb|html|md)[^)]*\)|https?://\S+", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NoWords();

    [GeneratedRegex(@"\p{L}[\p{L}\p{N}'’-]*")]
    private static partial Regex Word();
}
