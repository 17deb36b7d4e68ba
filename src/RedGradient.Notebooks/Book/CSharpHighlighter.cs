using System.Collections.Frozen;
using System.Text;

namespace RedGradient.Notebooks.Book;

/// <summary>Colours C# when the page is made, so that reading needs no script: comments, strings, numbers, keywords, types, calls and directives.</summary>
internal static class CSharpHighlighter
{
    private static readonly FrozenSet<string> Keywords = (
        "abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern "
        + "false finally fixed float for foreach get goto if implicit in init int interface internal is lock long namespace new not null object operator or out override "
        + "params private protected public readonly record ref required return sbyte sealed set short sizeof stackalloc static string struct switch this throw true try "
        + "typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where while with yield").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    internal static string ToHtml(string code)
    {
        var html = new StringBuilder();
        var isLineStart = true;
        for (var i = 0; i < code.Length;)
        {
            var (length, style) = Token(code, i, isLineStart);
            var token = code.Substring(i, length);
            isLineStart = token.Contains('\n', StringComparison.Ordinal) || (isLineStart && string.IsNullOrWhiteSpace(token));
            if (style == "s" && token.Contains('{', StringComparison.Ordinal) && CSharpStrings.IsInterpolated(token))
                CSharpStrings.AppendInterpolated(html, token);
            else
                Append(html, token, style);
            i += length;
        }

        return html.ToString();
    }

    internal static void Append(StringBuilder html, string token, string style)
    {
        if (style.Length == 0)
            html.Append(HtmlText.Escape(token));
        else
            html.Append("<span class=\"").Append(style).Append("\">").Append(HtmlText.Escape(token)).Append("</span>");
    }

    private static (int Length, string Style) Token(string code, int i, bool isLineStart)
    {
        var rest = code.AsSpan(i);
        if (char.IsWhiteSpace(rest[0]))
            return (rest[0] == '\n' ? 1 : Count(rest, character => char.IsWhiteSpace(character) && character != '\n'), "");
        if (isLineStart && (rest[0] == '#' || rest.StartsWith("///")))
            return (LineLength(rest), rest[0] == '#' ? "p" : "c");
        if (rest.StartsWith("//"))
            return (LineLength(rest), "c");
        if (rest.StartsWith("/*"))
            return (CSharpStrings.LengthTo(rest, 2, "*/"), "c");
        var stringLength = CSharpStrings.LengthAt(rest);
        if (stringLength > 0)
            return (stringLength, "s");
        if (char.IsAsciiDigit(rest[0]))
            return (NumberLength(rest), "n");
        if (!char.IsLetter(rest[0]) && rest[0] is not ('_' or '@'))
            return (1, "");
        var length = 1 + Count(rest[1..], character => char.IsLetterOrDigit(character) || character == '_');
        return (length, IdentifierStyle(code, i, length));
    }

    private static string IdentifierStyle(string code, int start, int length)
    {
        var name = code.Substring(start, length);
        var isMember = start > 0 && code[start - 1] == '.' && (start < 2 || code[start - 2] != '.');
        if (!isMember && Keywords.Contains(name))
            return "k";
        var next = start + length;
        while (next < code.Length && code[next] == ' ')
            next++;
        var previousWord = code[..start].TrimEnd();
        var isNew = previousWord.EndsWith("new", StringComparison.Ordinal);
        if (next < code.Length && code[next] == '(' && !isNew)
            return "f";
        return char.IsUpper(name[0]) && !isMember && name.Length > 1 ? "t" : "";
    }

    private static int LineLength(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('\n');
        return end < 0 ? rest.Length : end;
    }

    private static int NumberLength(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length)
        {
            var isExponentSign = rest[length] is '+' or '-' && rest[length - 1] is 'e' or 'E' && !rest.StartsWith("0x");
            var isPoint = rest[length] == '.' && length + 1 < rest.Length && char.IsAsciiDigit(rest[length + 1]);
            if (!char.IsLetterOrDigit(rest[length]) && rest[length] != '_' && !isPoint && !isExponentSign)
                break;
            length++;
        }

        return length;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var count = 0;
        while (count < text.Length && belongs(text[count]))
            count++;
        return count;
    }
}
