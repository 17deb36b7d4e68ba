namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>A piece of MathML.</summary>
/// <param name="Markup">Exactly one element, or none when empty.</param>
/// <param name="TakesLimits">Whether scripts go below and above instead of to the side.</param>
/// <param name="IsFunction">Whether a thin space belongs between it and an argument without brackets.</param>
/// <param name="IsRelation">Whether a long formula may break after it.</param>
internal readonly record struct MathNode(string Markup, bool TakesLimits = false, bool IsFunction = false, bool IsRelation = false)
{
    /// <summary>Many pieces as one element.</summary>
    internal static string Row(IReadOnlyList<MathNode> nodes) =>
        nodes.Count == 1 ? nodes[0].Markup : "<mrow>" + string.Concat(nodes.Select(node => node.Markup)) + "</mrow>";
}
