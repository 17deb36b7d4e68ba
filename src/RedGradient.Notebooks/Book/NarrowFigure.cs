using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Book;

/// <summary>A chart as a phone shows it: its title in the page's own letters, and its panels one below the other, each as wide as the page.</summary>
/// <remarks>
/// The panels are windows on the one drawing, by the place of their headings, which the charts of the library write in bold at 14 units; the title stands in bold at 17.
/// A drawing without them is one panel.
/// </remarks>
internal static partial class NarrowFigure
{
    private const double Margin = 12;
    private const double WidestAtOnce = 420;
    private const double SubtitleHeight = 14;
    private const double SubtitleLine = 18;

    /// <summary>The markup, or nothing where the drawing does not look like one of ours.</summary>
    internal static string Of(string svg, string id)
    {
        var box = ViewBox().Match(svg);
        var title = Title().Match(svg);
        var titleLines = TitleLine().Matches(svg);
        if (!box.Success || !title.Success || titleLines.Count == 0) return "";
        var (width, height) = (Number(box.Groups[1].Value), Number(box.Groups[2].Value));
        var top = titleLines.Max(line => Number(line.Groups[1].Value)) + 8;
        var panels = Panels([.. Subtitle().Matches(svg).Select(match => (X: Number(match.Groups[1].Value), Y: Number(match.Groups[2].Value)))], width, height, top);
        var windows = new StringBuilder();
        foreach (var (x, y, w, h) in panels)
        {
            var window = string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"{x} {y} {w} {h}\" style=\"--natural:{w}px\" aria-hidden=\"true\"><use href=\"#{id}\"/></svg>");
            // Smaller than this the letters of a wide panel could not be read: it scrolls, and the keyboard can reach it.
            windows.Append(w <= WidestAtOnce ? window : $"<div class=\"scroll wide\" tabindex=\"0\" role=\"group\" aria-label=\"Chart that scrolls sideways\">{window}</div>").Append('\n');
        }

        return $"<div class=\"narrow\">\n<p class=\"narrow-title\" aria-hidden=\"true\">{title.Groups[1].Value}</p>\n{windows}</div>\n";
    }

    private static List<(double X, double Y, double W, double H)> Panels(List<(double X, double Y)> headings, double width, double height, double top)
    {
        // A heading of several lines is one panel: its lines follow each other at the same x.
        var starts = headings.Where(heading => !headings.Exists(other => other.X == heading.X && Math.Abs(other.Y - (heading.Y - SubtitleLine)) < 0.5)).ToList();
        if (starts.Count == 0) return [(Margin, top, width - (2 * Margin), height - top - (Margin / 2))];
        var columns = starts.Select(start => start.X).Distinct().Order().ToList();
        var rows = starts.Select(start => start.Y).Distinct().Order().ToList();
        return
        [
            .. starts.OrderBy(start => start.Y).ThenBy(start => start.X).Select(start =>
            {
                var nextColumn = columns.IndexOf(start.X) + 1;
                var nextRow = rows.IndexOf(start.Y) + 1;
                var left = start.X - (Margin / 2);
                var right = nextColumn < columns.Count ? columns[nextColumn] - (Margin / 2) : width - Margin;
                var upper = start.Y - SubtitleHeight - 2;
                var lower = nextRow < rows.Count ? rows[nextRow] - SubtitleHeight - 2 : height - (Margin / 2);
                return (left, upper, right - left, lower - upper);
            }),
        ];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"viewBox=""0 0 ([0-9.]+) ([0-9.]+)""")]
    private static partial Regex ViewBox();

    [GeneratedRegex("<title[^>]*>([^<]*)</title>")]
    private static partial Regex Title();

    [GeneratedRegex(@"<text x=""24"" y=""([0-9.]+)"" font-size=""17""[^>]*font-weight=""600""")]
    private static partial Regex TitleLine();

    [GeneratedRegex(@"<text x=""([0-9.]+)"" y=""([0-9.]+)"" font-size=""14""[^>]*font-weight=""600""")]
    private static partial Regex Subtitle();
}
