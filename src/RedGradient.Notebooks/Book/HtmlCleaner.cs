using System.Net;
using System.Text;

namespace RedGradient.Notebooks.Book;

/// <summary>HTML and SVG of a notebook that anyone may have written, without what runs or loads something: scripts, frames, handlers, addresses that are code.</summary>
/// <remarks>
/// What is left is written out tag by tag, and a <c>&lt;</c> stands in the result only where such a tag begins: so it cannot be read in another way than it was
/// here, in whatever element it ends up. Comments and style sheets are left out; everything else keeps its bytes.
/// </remarks>
internal static class HtmlCleaner
{
    // Elements that run something, load something, or whose content browsers read by rules of its own; their content goes with them.
    private static readonly HashSet<string> WithContent = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "iframe", "object", "embed", "applet", "frameset", "noscript", "noembed", "noframes", "template", "textarea", "xmp", "plaintext", "foreignobject",
        "audio", "video", "portal", "fencedframe",
    };

    // Elements that change the page around them; what stands in them stays.
    private static readonly HashSet<string> TagAlone = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "head", "body", "base", "meta", "link", "form", "frame", "button", "select", "option", "dialog", "param", "source", "track", "marquee", "main",
    };

    private static readonly string[] Addresses = ["href", "src", "action", "formaction", "data", "poster", "background", "cite", "ping", "to", "from", "values", "srcset", "xlink:href", "longdesc", "manifest", "by"];

    internal static string Clean(string html)
    {
        var clean = new StringBuilder(html.Length);
        var position = 0;
        while (position < html.Length)
        {
            var tag = html.IndexOf('<', position);
            if (tag < 0) break;
            clean.Append(html, position, tag - position);
            position = Markup(html, tag, clean);
        }

        return position < html.Length ? clean.Append(html, position, html.Length - position).ToString() : clean.ToString();
    }

    // Writes what stays of the markup that begins here; gives the place after it.
    private static int Markup(string html, int start, StringBuilder clean)
    {
        if (html.AsSpan(start).StartsWith("<!--", StringComparison.Ordinal))
        {
            var end = html.IndexOf("-->", start + 4, StringComparison.Ordinal);
            return end < 0 ? html.Length : end + 3;
        }

        var next = start + 1 < html.Length ? html[start + 1] : ' ';
        if (next is '!' or '?')
        {
            var end = html.IndexOf('>', start);
            return end < 0 ? html.Length : end + 1;
        }

        var isEnd = next == '/';
        var nameStart = start + (isEnd ? 2 : 1);
        if (nameStart >= html.Length || !char.IsAsciiLetter(html[nameStart]))
        {
            clean.Append("&lt;");
            return start + 1;
        }

        var nameEnd = nameStart;
        while (nameEnd < html.Length && !char.IsWhiteSpace(html[nameEnd]) && html[nameEnd] is not ('/' or '>')) nameEnd++;
        var name = html[nameStart..nameEnd];
        var attributes = Attributes(html, nameEnd, out var after, out var isClosed);
        // A tag that never ends is none; a name with anything but letters, digits and a few marks is somebody's trick.
        if (!isClosed || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':' or '_' or '.')) return after;
        var local = name[(name.LastIndexOf(':') + 1)..];
        if (WithContent.Contains(local)) return isEnd ? after : EndOf(html, local, after);
        if (TagAlone.Contains(local)) return after;
        if (isEnd) clean.Append("</").Append(name).Append('>');
        else clean.Append('<').Append(name).Append(attributes).Append(html[after - 2] == '/' ? "/>" : ">");
        return after;
    }

    // The place after the end tag of an element, or the end of the text: an element that is never closed takes the rest with it.
    private static int EndOf(string html, string name, int position)
    {
        if (html[position - 2] == '/' && name.Equals("style", StringComparison.OrdinalIgnoreCase)) return position;
        while (true)
        {
            var end = html.IndexOf("</", position, StringComparison.Ordinal);
            if (end < 0) return html.Length;
            position = end + 2;
            if (!html.AsSpan(position).StartsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            var after = position + name.Length;
            if (after < html.Length && !char.IsWhiteSpace(html[after]) && html[after] is not ('/' or '>')) continue;
            var close = html.IndexOf('>', after);
            return close < 0 ? html.Length : close + 1;
        }
    }

    private static string Attributes(string html, int position, out int after, out bool isClosed)
    {
        var kept = new StringBuilder();
        isClosed = false;
        while (position < html.Length)
        {
            if (html[position] == '>')
            {
                isClosed = true;
                position++;
                break;
            }

            if (char.IsWhiteSpace(html[position]) || html[position] == '/')
            {
                position++;
                continue;
            }

            var nameStart = position;
            do position++;
            while (position < html.Length && !char.IsWhiteSpace(html[position]) && html[position] is not ('=' or '>' or '/'));
            var name = html[nameStart..position];
            var equals = position;
            while (equals < html.Length && char.IsWhiteSpace(html[equals])) equals++;
            string? value = null;
            if (equals < html.Length && html[equals] == '=') value = Value(html, equals + 1, out position);
            if (IsHarmless(name, value)) kept.Append(' ').Append(name).Append(value is null ? "" : $"=\"{value.Replace("\"", "&quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}\"");
        }

        after = position;
        return kept.ToString();
    }

    private static string Value(string html, int position, out int after)
    {
        while (position < html.Length && char.IsWhiteSpace(html[position])) position++;
        var start = position;
        if (position < html.Length && html[position] is '"' or '\'')
        {
            var end = html.IndexOf(html[position], position + 1);
            after = end < 0 ? html.Length : end + 1;
            return html[(start + 1)..(end < 0 ? html.Length : end)];
        }

        while (position < html.Length && !char.IsWhiteSpace(html[position]) && html[position] != '>') position++;
        after = position;
        return html[start..position];
    }

    // The framework knows the entities of HTML 4; these three of HTML 5 can stand in an address that is code.
    private static string Decoded(string value) => WebUtility.HtmlDecode(value)
        .Replace("&colon;", ":", StringComparison.Ordinal).Replace("&Tab;", "", StringComparison.Ordinal).Replace("&NewLine;", "", StringComparison.Ordinal);

    private static bool IsHarmless(string name, string? value)
    {
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name.Equals("srcdoc", StringComparison.OrdinalIgnoreCase)) return false;
        if (!name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':' or '_' or '.')) return false;
        if (value is null || value.StartsWith("data:image/png;base64,", StringComparison.Ordinal)) return true;
        // As a browser sees it: entities decoded, spaces and control characters passed over.
        var seen = string.Concat(Decoded(value).Where(character => character > ' ' && !char.IsControl(character))).ToUpperInvariant();
        if (seen.Contains("JAVASCRIPT:", StringComparison.Ordinal) || seen.Contains("VBSCRIPT:", StringComparison.Ordinal)) return false;
        if (name.Equals("style", StringComparison.OrdinalIgnoreCase)) return !seen.Contains("EXPRESSION(", StringComparison.Ordinal) && !seen.Contains("@IMPORT", StringComparison.Ordinal) && !seen.Contains("URL(HTTP", StringComparison.Ordinal);
        return !Addresses.Contains(name, StringComparer.OrdinalIgnoreCase) || !seen.Contains("DATA:", StringComparison.Ordinal) || seen.StartsWith("DATA:IMAGE/", StringComparison.Ordinal);
    }
}
