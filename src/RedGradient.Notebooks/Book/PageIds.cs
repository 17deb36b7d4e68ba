using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Book;

/// <summary>Keeps the ids on one page unique: of headings, and of elements inside figures.</summary>
internal sealed partial class PageIds
{
    private readonly HashSet<string> used = new(["content", "contents-title"], StringComparer.Ordinal);

    /// <summary>An id made of a heading's words, as GitHub makes it.</summary>
    internal string OfHeading(string text)
    {
        var slug = new StringBuilder();
        foreach (var character in text.Trim())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
                slug.Append(char.ToLowerInvariant(character));
            else if (character == ' ')
                slug.Append('-');
        }

        return Unique(slug.Length == 0 ? "section" : slug.ToString());
    }

    /// <summary>An id of a kind and a number, such as <c>figure-3</c>; a second one of the same number gets another.</summary>
    internal string OfNumber(string kind, int number) => Unique(string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"));

    /// <summary>Whether something on the page has the id of a kind and a number.</summary>
    internal bool Has(string kind, int number) => used.Contains(string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"));

    /// <summary>An id for a drawing, to be shown again in parts.</summary>
    internal string OfDrawing() => Unique("drawing");

    /// <summary>A figure's markup whose ids nothing else on the page has; one shown twice gets new ids the second time.</summary>
    internal string InFigure(string markup)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in IdAttribute().Matches(markup))
        {
            var id = match.Groups[2].Value;
            if (!renamed.ContainsKey(id))
                renamed[id] = Unique(id);
        }

        if (renamed.All(pair => pair.Key == pair.Value))
            return markup;
        markup = IdAttribute().Replace(markup, match => $"{match.Groups[1].Value}{New(match.Groups[2].Value)}\"");
        markup = Reference().Replace(markup, match => match.Groups[1].Value + New(match.Groups[2].Value) + match.Groups[3].Value);
        return IdList().Replace(markup, match => $"{match.Groups[1].Value}{string.Join(' ', match.Groups[2].Value.Split(' ').Select(New))}\"");

        string New(string id) => renamed.GetValueOrDefault(id, id);
    }

    private string Unique(string id)
    {
        var unique = id;
        for (var number = 2; !used.Add(unique); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
        return unique;
    }

    [GeneratedRegex("""(\sid=")([^"]+)["]""")]
    private static partial Regex IdAttribute();

    [GeneratedRegex("""(url\(["']?#|href="#)([^)"']+)(["']?\)|")""")]
    private static partial Regex Reference();

    [GeneratedRegex("""(\s(?:aria-labelledby|aria-describedby|for)=")([^"]+)["]""")]
    private static partial Regex IdList();
}
