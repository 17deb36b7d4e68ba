namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>Turns a LaTeX formula into MathML, which browsers draw without a script and without a network.</summary>
/// <remarks>
/// Known is what the lessons use: fractions, roots, scripts, Greek, the usual operators and relations, accents, brackets that grow, styles, text, matrices,
/// <c>aligned</c> and <c>cases</c>. A command that is not known stands as it was written; a formula whose braces or environments do not pair up stands as source text.
/// </remarks>
internal static class LatexFormula
{
    // About the number of symbols that fit a line on a phone.
    private const int LongFormula = 14;

    internal static string ToHtml(string latex, bool isDisplay)
    {
        ArgumentNullException.ThrowIfNull(latex);
        latex = latex.Trim();
        try
        {
            var nodes = new LatexParser(latex).ParseAll();
            return isDisplay || nodes.Sum(Symbols) <= LongFormula
                ? Element(nodes, isDisplay, latex)
                : string.Concat(Lines(nodes).Select(line => Element(line, false, null)));
        }
        catch (FormatException)
        {
            var source = $"<code class=\"latex\">{HtmlText.Escape(latex)}</code>";
            return isDisplay ? $"<p class=\"latex-block\">{source}</p>" : source;
        }
    }

    private static string Element(IReadOnlyList<MathNode> nodes, bool isDisplay, string? latex)
    {
        var row = MathNode.Row(nodes);
        var content = latex is null
            ? row
            : $"<semantics>{row}<annotation encoding=\"application/x-tex\">{HtmlText.Escape(latex)}</annotation></semantics>";
        var math = $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\"{(isDisplay ? " display=\"block\"" : "")}>{content}</math>";
        return isDisplay ? $"<div class=\"math scroll\">{math}</div>" : math;
    }

    private static int Symbols(MathNode node) => node.Markup.AsSpan().Count("<mi") + node.Markup.AsSpan().Count("<mo") + node.Markup.AsSpan().Count("<mn");

    /// <summary>A browser breaks lines between formulas but not inside one, so a long one in running text is cut after its relations.</summary>
    private static IEnumerable<IReadOnlyList<MathNode>> Lines(IReadOnlyList<MathNode> nodes)
    {
        var line = new List<MathNode>();
        foreach (var node in nodes)
        {
            line.Add(node);
            if (node.IsRelation && line.Count > 2)
            {
                yield return line;
                line = [];
            }
        }

        if (line.Count > 0)
            yield return line;
    }
}
