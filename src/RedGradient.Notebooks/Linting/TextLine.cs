namespace RedGradient.Notebooks.Linting;

/// <summary>A line of a Markdown cell.</summary>
/// <param name="Cell">The cell, all cells counted from 0.</param>
/// <param name="Number">The line in the cell, counted from 1.</param>
/// <param name="Text">The line as it stands there.</param>
/// <param name="Prose">The same with everything that is no prose replaced by spaces: code, formulas, comments, link targets, tags. As long as <see cref="Text"/>.</param>
/// <param name="HeadingLevel">1 to 6 for a heading, else 0.</param>
internal sealed record TextLine(int Cell, int Number, string Text, string Prose, int HeadingLevel);
