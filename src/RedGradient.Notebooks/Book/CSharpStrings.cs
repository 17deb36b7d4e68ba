using System.Text;

namespace RedGradient.Notebooks.Book;

/// <summary>Finds where C#'s kinds of strings end: plain, verbatim, interpolated, raw, and characters.</summary>
internal static class CSharpStrings
{
    /// <summary>The length of the string or character literal at the beginning of the text; 0 when there is none.</summary>
    internal static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'')
            return LengthOfPlain(text, 1, '\'', holes: false);
        var prefix = 0;
        while (prefix < text.Length && text[prefix] is '$' or '@')
            prefix++;
        if (prefix >= text.Length || text[prefix] != '"')
            return 0;
        var quotes = 0;
        while (prefix + quotes < text.Length && text[prefix + quotes] == '"')
            quotes++;
        var isVerbatim = text[..prefix].Contains('@');
        if (quotes >= 3 && !isVerbatim)
            return LengthTo(text, prefix + quotes, new string('"', quotes));
        if (quotes == 2 && !isVerbatim)
            return prefix + 2;
        return isVerbatim ? LengthOfVerbatim(text, prefix + 1) : LengthOfPlain(text, prefix + 1, '"', text[..prefix].Contains('$'));
    }

    internal static int LengthTo(ReadOnlySpan<char> text, int from, string end)
    {
        var found = text[from..].IndexOf(end);
        return found < 0 ? text.Length : from + found + end.Length;
    }

    internal static bool IsInterpolated(string literal) =>
        literal.StartsWith("$\"", StringComparison.Ordinal) && !literal.StartsWith("$\"\"\"", StringComparison.Ordinal);

    /// <summary>An interpolated string whose holes are coloured as the code they are.</summary>
    internal static void AppendInterpolated(StringBuilder html, string literal)
    {
        var start = 0;
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '{')
                continue;
            if (i + 1 < literal.Length && literal[i + 1] == '{')
            {
                i++;
                continue;
            }

            var end = i + HoleLength(literal.AsSpan(i), out var isClosed);
            CSharpHighlighter.Append(html, literal[start..i], "s");
            html.Append('{').Append(CSharpHighlighter.ToHtml(literal[(i + 1)..(isClosed ? end - 1 : end)])).Append(isClosed ? "}" : "");
            start = end;
            i = end - 1;
        }

        if (start < literal.Length)
            CSharpHighlighter.Append(html, literal[start..], "s");
    }

    private static int LengthOfPlain(ReadOnlySpan<char> text, int from, char quote, bool holes)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (holes && text[i] == '{' && !(i + 1 < text.Length && text[i + 1] == '{'))
                i += HoleLength(text[i..], out _) - 1;
            else if (holes && text[i] == '{')
                i++;
            else if (text[i] == quote)
                return i + 1;
            else if (text[i] == '\n')
                return i;
        }

        return text.Length;
    }

    private static int LengthOfVerbatim(ReadOnlySpan<char> text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] != '"')
                continue;
            if (i + 1 >= text.Length || text[i + 1] != '"')
                return i + 1;
            i++;
        }

        return text.Length;
    }

    private static int HoleLength(ReadOnlySpan<char> text, out bool isClosed)
    {
        isClosed = true;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{')
            {
                depth++;
            }
            else if (text[i] == '}' && --depth == 0)
            {
                return i + 1;
            }
            else if (text[i] == '"')
            {
                i += Math.Max(1, LengthOfPlain(text[i..], 1, '"', holes: false)) - 1;
            }
        }

        isClosed = false;
        return text.Length;
    }
}
