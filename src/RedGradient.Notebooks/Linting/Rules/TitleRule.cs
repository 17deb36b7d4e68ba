using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>A title that states a finding is computed from the numbers: no constant text given to a chart's title or a table's caption states one.</summary>
/// <remarks>
/// A constant text is a literal, literals joined by +, or an interpolated string without a hole; one chosen by a condition is computed. It states a finding when,
/// outside brackets, it has a verb of finding (falls, keeps, beats, fails …) or a comparison (more, fewer, higher, worse, only, never …), or a percentage that is not
/// a setting (after =, ≥, at, of, with, or an abbreviation such as FRR). Names of what is drawn, and settings, are none.
/// </remarks>
internal sealed partial class TitleRule : ILintRule
{
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    public string Name => "titles";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        for (var index = 0; index < notebook.Notebook.Cells.Count; index++)
        {
            var cell = notebook.Notebook.Cells[index];
            if (cell.Kind != CellKind.Code || !cell.Source.Contains('(', StringComparison.Ordinal)) continue;
            var tree = CSharpSyntaxTree.ParseText(cell.Source, Script);
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (!TakesTitle(call) || call.ArgumentList.Arguments.FirstOrDefault()?.Expression is not { } title || Constant(title) is not { } text || Finding(text) is not { } word) continue;
                var line = title.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return notebook.Finding(this, index, line, $"The title \"{text}\" states a finding (\"{word}\") but is constant; compute it from the numbers, or name what is drawn.");
            }
        }
    }

    private static bool TakesTitle(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax member
        && ((member.Expression is IdentifierNameSyntax { Identifier.Text: "Chart" } && member.Name.Identifier.Text is not ("Slider" or "Diagram")) || member.Name.Identifier.Text == "Caption");

    private static string? Constant(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text when text.Contents.All(part => part is InterpolatedStringTextSyntax) => string.Concat(text.Contents.Select(part => part.ToString())),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && Constant(sum.Left) is { } left && Constant(sum.Right) is { } right => left + right,
        ParenthesizedExpressionSyntax inner => Constant(inner.Expression),
        _ => null,
    };

    private static string? Finding(string title)
    {
        var text = InBrackets().Replace(title, " ");
        var match = FindingWord().Match(text);
        return match.Success ? match.Value : null;
    }

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex InBrackets();

    [GeneratedRegex(
        @"\b(?:more|less|fewer|higher|lower|larger than|smaller than|better|worse|best|worst|strongest|weakest|only|never|every one|nobody|nothing|cannot|does not|do not|did not|is not|are not|fails?|falls?|rises?|drops?|beats?|keeps?|loses?|removes?|destroys?|survives?|stays?|helps?|reaches|costs?|wins?|breaks?|outlives?|vanish(?:es)?|dies|explodes?|leaves|hides|stands? out|refuses?|crosses|decides|works|suffices?|doubles|halves)\b|(?<![=≥≤<>×]\s?)(?<!\b(?:at|of|with|to|from|FRR|FAR|TPR|FPR|ASR)\s)(?<![0-9.,])[0-9]+(?:\.[0-9]+)?\s?(?:%|per cent)")]
    private static partial Regex FindingWord();
}
