namespace RedGradient.Notebooks.Book;

/// <summary>A stretch of a page from one heading to the next, for the search and the index.</summary>
/// <param name="Title">The heading's words.</param>
/// <param name="Id">Its anchor.</param>
/// <param name="Text">The words of the prose.</param>
/// <param name="Code">The code of its cells.</param>
/// <param name="Links">The anchors of the glossary's terms that its prose links to.</param>
/// <param name="Figures">Number and caption of each figure.</param>
internal sealed record PageSection(string Title, string Id, string Text, string Code, IReadOnlyList<string> Links, IReadOnlyList<(int Number, string Caption)> Figures);
