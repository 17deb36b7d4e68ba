namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>One token of a formula.</summary>
/// <param name="Text">A command with its backslash, a number, or one character; empty at the end.</param>
/// <param name="Start">Where it begins in the source.</param>
internal readonly record struct LatexToken(string Text, int Start)
{
    internal bool IsEnd => Text.Length == 0;

    internal bool IsCommand => Text.Length > 1 && Text[0] == '\\';
}
