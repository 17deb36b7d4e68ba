namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>A piece of a cell: code or text of one language, or one magic command.</summary>
/// <param name="Kind">What to do with it.</param>
/// <param name="Name">The language or the command, in small letters; as it was written when it is not known.</param>
/// <param name="Line">The line of the cell that names it, counted from 1.</param>
/// <param name="Text">The code or the text. C# keeps the place of its lines: what stands before it is blank. Of a command, its arguments.</param>
internal sealed record CellPart(CellPartKind Kind, string Name, int Line, string Text);
