using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Tests.Book;

/// <summary>Whether the elements of a page close in the order in which they open.</summary>
internal static class HtmlNesting
{
    private static readonly string[] Empty = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    /// <summary>The first mistake in a sentence; null if there is none.</summary>
    public static string? FirstMistake(string html)
    {
        var open = new Stack<string>();
        var text = Regex.Replace(html, "<!--.*?-->|<style>.*?</style>", "", RegexOptions.Singleline);
        foreach (Match tag in Regex.Matches(text, "<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\\s[^<>]*?)?(/?)>"))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
            {
                if (open.Count == 0 || open.Pop() is var last && last != name) return $"</{name}> closes nothing at {tag.Index}";
            }
            else if (tag.Groups[3].Length == 0 && !Empty.Contains(name.ToLowerInvariant()))
            {
                open.Push(name);
            }
        }

        return open.Count > 0 ? $"<{open.Peek()}> is not closed" : null;
    }
}
