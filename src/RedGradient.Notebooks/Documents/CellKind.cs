namespace RedGradient.Notebooks.Documents;

/// <summary>What a notebook cell holds; written as <c>cell_type</c>.</summary>
public enum CellKind
{
    /// <summary>Text in Markdown.</summary>
    Markdown,

    /// <summary>Code, with its outputs.</summary>
    Code,

    /// <summary>Text passed through unchanged.</summary>
    Raw,
}
