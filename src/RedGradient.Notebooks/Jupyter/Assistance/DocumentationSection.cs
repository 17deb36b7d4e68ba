namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>A part of a symbol's documentation.</summary>
/// <param name="Title">The heading; empty for the summary.</param>
/// <param name="Entries">What it says, each with the name it says it of, which may be empty.</param>
internal sealed record DocumentationSection(string Title, IReadOnlyList<(string Name, string Text)> Entries);
