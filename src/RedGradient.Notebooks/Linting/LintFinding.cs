namespace RedGradient.Notebooks.Linting;

/// <summary>One place in a lesson that breaks a rule of the lesson standard.</summary>
/// <param name="File">The notebook's file name, or that of the glossary.</param>
/// <param name="Cell">The cell, all cells counted from 0; null where the finding is about the whole file or the file has no cells.</param>
/// <param name="Line">The line in the cell, or in a file without cells, counted from 1.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Message">What is wrong, what was seen and what is allowed, as a sentence.</param>
public sealed record LintFinding(string File, int? Cell, int Line, string Rule, string Message)
{
    /// <summary>One line: <c>03-adversarial-examples.ipynb[5]:3: numbers: …</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}{(Cell is { } cell ? $"[{cell}]" : "")}:{Line}: {Rule}: {Message}");
}
