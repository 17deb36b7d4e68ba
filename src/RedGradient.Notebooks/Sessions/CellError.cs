namespace RedGradient.Notebooks.Sessions;

/// <summary>Why a cell failed: a compile error, an exception, or an interrupt.</summary>
/// <param name="Name">The name of the exception's type, or <c>CompilationError</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">Lines for the reader; they name cell and line and hold no path of the machine.</param>
/// <param name="Line">The line in the cell, counted from 1, or null when the error has none in this cell.</param>
/// <param name="SourceLine">The text of that line, without its indentation.</param>
public sealed record CellError(string Name, string Value, IReadOnlyList<string> Traceback, int? Line, string? SourceLine) : CellEvent;
