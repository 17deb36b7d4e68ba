using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Students;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Every figure says in words what it shows: title and description within, a numbered caption in the text after it; pictures in the text have an alternative.</summary>
internal sealed partial class FigureRule : ILintRule
{
    private const int ShortestCaption = 40;

    public string Name => "figures";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        foreach (var line in notebook.Texts.SelectMany(text => text.Lines).Where(line => ImageWithoutText().IsMatch(line.Text)))
            yield return notebook.Finding(this, line, "A picture has no alternative text; it says in words what the picture shows.");

        for (var index = 0; index < notebook.Notebook.Cells.Count; index++)
        {
            foreach (var svg in notebook.Notebook.Cells[index].Outputs.Select(Svg).OfType<string>().Where(svg => !Described().IsMatch(svg)))
                yield return notebook.Finding(this, index, 1, "A figure has no title and description of its own; the library's charts bring both.");
        }

        if (notebook.Lesson is null) yield break;
        foreach (var finding in Captions(notebook)) yield return finding;
    }

    private IEnumerable<LintFinding> Captions(LintedNotebook notebook)
    {
        // Figures of exercises belong to the solution and need no caption.
        var figures = Enumerable.Range(0, notebook.Notebook.Cells.Count)
            .Where(index => !StudentCopy.HasSolution(notebook.Notebook.Cells[index]) && notebook.Notebook.Cells[index].Outputs.Exists(output => Svg(output) is not null)).ToList();
        var captions = notebook.Texts.SelectMany(text => text.Lines).Select(line => (Line: line, Match: Caption().Match(line.Text))).Where(each => each.Match.Success).ToList();
        foreach (var index in figures)
        {
            var next = captions.Find(each => each.Line.Cell > index);
            var nextText = notebook.Texts.FirstOrDefault(text => text.Cell > index);
            if (next.Line is null || nextText is null || next.Line.Cell != nextText.Cell)
                yield return notebook.Finding(this, index, 1, "The text after this cell's figure has no caption; it begins with *Figure N. and says what is on the axes, the trend and the key number.");
        }

        var last = 0;
        foreach (var (line, match) in captions)
        {
            var numbers = Digits().Matches(match.Groups[1].Value).Select(digits => int.Parse(digits.Value, CultureInfo.InvariantCulture)).ToList();
            if (numbers[0] != last + 1) yield return notebook.Finding(this, line, $"Figure {numbers[0]} follows figure {last}; figures are numbered from 1 without a gap.");
            last = numbers[^1];
            if (line.Text.Length < ShortestCaption) yield return notebook.Finding(this, line, $"The caption of figure {last} has {line.Text.Length} characters; at least {ShortestCaption} say what is on the axes, the trend and the key number.");
        }
    }

    private static string? Svg(Output output)
    {
        var data = output switch
        {
            DisplayOutput display => display.Data,
            ResultOutput result => result.Data,
            _ => null,
        };
        return data?["image/svg+xml"] is JsonValue value && value.TryGetValue(out string? svg) ? svg : null;
    }

    [GeneratedRegex(@"!\[\s*\]\(|<img\b(?![^>]*\balt=""[^""]+"")[^>]*>")]
    private static partial Regex ImageWithoutText();

    [GeneratedRegex(@"<title[^>]*>[^<]{10,}</title>\s*<desc[^>]*>[^<]{20,}</desc>")]
    private static partial Regex Described();

    [GeneratedRegex(@"^\*{1,3}Figures? ((?:[0-9]+(?:,\s*|\s+and\s+|\s+to\s+|–)?)+)\.?")]
    private static partial Regex Caption();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
