namespace RedGradient.Notebooks.Students;

/// <summary>A run of a cell's lines that is a solution, or is none.</summary>
/// <param name="IsSolution">Whether the lines stood between the markers; the markers are not among them.</param>
/// <param name="Indentation">The white space before the begin marker; empty outside a solution.</param>
/// <param name="Lines">The lines without their ends.</param>
internal sealed record SolutionPart(bool IsSolution, string Indentation, IReadOnlyList<string> Lines);
