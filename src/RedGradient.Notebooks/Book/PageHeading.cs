namespace RedGradient.Notebooks.Book;

/// <summary>A heading of a page, for its table of contents.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Its words.</param>
/// <param name="Html">The same as HTML, with code and formulas but without links.</param>
/// <param name="Id">The id it can be linked to by.</param>
internal sealed record PageHeading(int Level, string Text, string Html, string Id);
