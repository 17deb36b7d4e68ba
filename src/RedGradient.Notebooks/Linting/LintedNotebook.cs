using System.Globalization;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Linting;

/// <summary>A notebook as the rules see it.</summary>
internal sealed partial class LintedNotebook
{
    internal LintedNotebook(string name, Notebook notebook, Glossary? glossary, string? folder)
    {
        Name = name;
        Notebook = notebook;
        Glossary = glossary;
        Folder = folder;
        Lesson = LessonName().Match(name) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        Records = RecordedNumber.ReadAll(notebook);
        Texts = [.. notebook.Cells.Select((cell, index) => (Cell: cell, Index: index)).Where(each => each.Cell.Kind == CellKind.Markdown).Select(each => new MarkdownText(each.Index, each.Cell.Source))];
        FurtherReading = SectionOf("reading");
    }

    /// <summary>The file name.</summary>
    internal string Name { get; }

    internal Notebook Notebook { get; }

    internal Glossary? Glossary { get; }

    internal string? Folder { get; }

    /// <summary>The lesson's number; null for other notebooks.</summary>
    internal int? Lesson { get; }

    /// <summary>What the lesson's cells recorded when they ran.</summary>
    internal IReadOnlyList<RecordedNumber> Records { get; }

    /// <summary>The Markdown cells in their order.</summary>
    internal IReadOnlyList<MarkdownText> Texts { get; }

    /// <summary>The lines of the section of sources.</summary>
    internal IReadOnlyList<TextLine> FurtherReading { get; }

    /// <summary>The lines of a section of level 2, without its heading, over as many cells as it has; empty where no heading has the word.</summary>
    internal IReadOnlyList<TextLine> SectionOf(string word)
    {
        var lines = new List<TextLine>();
        var isInside = false;
        foreach (var line in Texts.SelectMany(text => text.Lines))
        {
            if (line.HeadingLevel is 1 or 2) isInside = line.Text.Contains(word, StringComparison.OrdinalIgnoreCase);
            else if (isInside) lines.Add(line);
        }

        return lines;
    }

    internal LintFinding Finding(ILintRule rule, int? cell, int line, string message) => new(Name, cell, line, rule.Name, message);

    internal LintFinding Finding(ILintRule rule, TextLine line, string message) => new(Name, line.Cell, line.Number, rule.Name, message);

    [GeneratedRegex(@"^([0-9]{2})-[^/]*\.ipynb$")]
    private static partial Regex LessonName();
}
