using System.Globalization;
using System.Text;

namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>Reads a formula's source token by token; spaces between tokens mean nothing in a formula.</summary>
internal sealed class LatexTokens(string source)
{
    private int position;

    internal LatexToken Peek()
    {
        var before = position;
        var token = Next();
        position = before;
        return token;
    }

    internal LatexToken Next()
    {
        SkipSpace();
        if (position >= source.Length)
            return new LatexToken("", position);
        var start = position;
        if (source[start] == '\\')
        {
            position++;
            while (position < source.Length && char.IsAsciiLetter(source[position]))
                position++;
            if (position == start + 1 && position < source.Length)
                position += RuneLength();
            else if (position < source.Length && source[position] == '*' && source[start..position] == "\\operatorname")
                position++;
        }
        else if (char.IsAsciiDigit(source[start]))
        {
            while (position < source.Length && (char.IsAsciiDigit(source[position]) || IsPointInNumber()))
                position++;
        }
        else
        {
            position += RuneLength();
        }

        return new LatexToken(source[start..position], start);
    }

    internal bool Take(string text)
    {
        if (Peek().Text != text)
            return false;
        Next();
        return true;
    }

    /// <summary>The text between braces as it stands, for commands whose argument is no formula.</summary>
    internal string TakeRawGroup()
    {
        if (!Take("{"))
            return Next().Text;
        var content = new StringBuilder();
        for (var depth = 1; ; position++)
        {
            if (position >= source.Length)
                throw new FormatException("A brace is not closed.");
            if (source[position] == '\\' && position + 1 < source.Length && source[position + 1] is '{' or '}' or '%' or '_' or '&' or '#' or '$')
                position++;
            else if (source[position] == '{')
                depth++;
            else if (source[position] == '}' && --depth == 0)
                break;
            content.Append(source[position]);
        }

        position++;
        return content.ToString();
    }

    private bool IsPointInNumber() =>
        source[position] == '.' && position + 1 < source.Length && char.IsAsciiDigit(source[position + 1]);

    private int RuneLength() => StringInfo.GetNextTextElementLength(source.AsSpan(position));

    private void SkipSpace()
    {
        while (position < source.Length && char.IsWhiteSpace(source[position]))
            position++;
        if (position < source.Length && source[position] == '%')
        {
            while (position < source.Length && source[position] != '\n')
                position++;
            SkipSpace();
        }
    }
}
