namespace RedGradient.Charts.Rendering;

/// <summary>How a matrix is drawn and described.</summary>
internal sealed record MatrixLook(
    ColorScale Scale,
    IReadOnlyList<string>? RowNames,
    IReadOnlyList<string>? ColumnNames,
    Func<int, int, string>? CellText,
    Func<string>? Sentence,
    bool ShowScale,
    bool Square);
