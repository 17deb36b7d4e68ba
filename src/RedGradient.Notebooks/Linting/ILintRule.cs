namespace RedGradient.Notebooks.Linting;

/// <summary>One rule of the lesson standard.</summary>
internal interface ILintRule
{
    /// <summary>The name that stands in its findings.</summary>
    string Name { get; }

    /// <summary>Looks a notebook over.</summary>
    IEnumerable<LintFinding> Check(LintedNotebook notebook);
}
