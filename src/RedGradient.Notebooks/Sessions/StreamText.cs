namespace RedGradient.Notebooks.Sessions;

/// <summary>Text that a cell wrote to its standard output or standard error.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, line ends as <c>\n</c>; several writes to one stream may come as one event.</param>
public sealed record StreamText(string Name, string Text) : CellEvent;
