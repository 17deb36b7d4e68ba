using System.Globalization;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Book;

/// <summary>An SVG figure put into the page as it is, made to shrink with the page.</summary>
internal static partial class SvgFigure
{
    internal static string Render(string svg, PageIds ids, bool reflows = true)
    {
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var end = svg.LastIndexOf("</svg>", StringComparison.Ordinal);
        if (start < 0 || end < start)
            return $"<pre class=\"output result\">{HtmlText.Escape(svg)}</pre>\n";
        svg = ids.InFigure(HtmlCleaner.Clean(svg[start..(end + "</svg>".Length)]));
        var root = svg[..(svg.IndexOf('>', StringComparison.Ordinal) + 1)];
        var width = Length(root, "width");
        var height = Length(root, "height");
        if (!root.Contains("viewBox", StringComparison.Ordinal) && width is not null && height is not null)
            svg = string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\"{svg[4..]}");

        // The natural width, so that the style sheet can shrink a figure but never blow it up.
        var natural = width ?? ViewBoxWidth(root);
        var style = natural is null ? "" : string.Create(CultureInfo.InvariantCulture, $" style=\"--natural:{natural}px\"");
        // A phone shows windows on the drawing, which need a name for it.
        var name = ids.OfDrawing();
        var described = svg.IndexOf("</desc>", StringComparison.Ordinal);
        var narrow = described < 0 || !reflows ? "" : NarrowFigure.Of(svg, name);
        if (narrow.Length > 0)
        {
            var body = described + "</desc>".Length;
            svg = $"{svg[..body]}\n<g id=\"{name}\">{svg[body..^"</svg>".Length]}</g></svg>";
        }

        return $"<figure class=\"figure chart {(narrow.Length > 0 ? "reflows" : "scroll")}\"{style}>{svg}\n{narrow}</figure>\n";
    }

    private static double? Length(string root, string side)
    {
        var match = Regex.Match(root, $"\\s{side}=\"([0-9.]+)(?:px)?\"");
        return Number(match);
    }

    private static double? ViewBoxWidth(string root)
    {
        var match = ViewBox().Match(root);
        return Number(match);
    }

    // What looks like a number, such as 1.2.3, need not be one.
    private static double? Number(Match match) =>
        match.Success && double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    [GeneratedRegex("viewBox=\"[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)")]
    private static partial Regex ViewBox();
}
