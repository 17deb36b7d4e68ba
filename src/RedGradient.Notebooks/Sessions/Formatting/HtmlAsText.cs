using System.Net;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Markup as text, for whoever reads a notebook without a browser.</summary>
internal static partial class HtmlAsText
{
    public static string Of(string html)
    {
        var text = Unseen().Replace(html, "");
        text = Spaces().Replace(text, " ");
        text = Cells().Replace(text, "  ");
        text = Lines().Replace(text, "\n");
        text = WebUtility.HtmlDecode(Tags().Replace(text, ""));
        return string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"</t[dh]\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Cells();

    [GeneratedRegex(@"<br\b[^>]*>|</?(p|div|tr|li|ul|ol|table|h[1-6]|pre|blockquote|section|details|summary|figure|figcaption|caption|hr)\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Lines();

    [GeneratedRegex(@"</?[a-zA-Z!][^>]*>")]
    private static partial Regex Tags();
}
