using System.Globalization;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Running;

/// <summary>Says where the file of a notebook differs from what its run gives.</summary>
public static class NotebookComparison
{
    private const int MostCharacters = 600;

    /// <summary>Compares a file, byte by byte, with a notebook that was just executed.</summary>
    /// <param name="committed">The text of the file.</param>
    /// <param name="executed">The notebook with the outputs of the run.</param>
    /// <returns>Null when they are equal; otherwise the first cell that differs with what stands there and what the run gave.</returns>
    public static string? Difference(string committed, Notebook executed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        ArgumentNullException.ThrowIfNull(executed);
        var actual = executed.ToJson();
        if (committed == actual) return null;
        var before = Notebook.Parse(committed);
        for (var index = 0; index < Math.Min(before.Cells.Count, executed.Cells.Count); index++)
        {
            // A notebook of one cell makes the text of that cell, in the file's own form.
            var expected = One(before.Cells[index]);
            var got = One(executed.Cells[index]);
            if (expected != got) return Describe(executed.Cells[index], index, expected, got);
        }

        return Describe(null, -1, committed, actual);
    }

    private static string One(Cell cell)
    {
        var notebook = new Notebook();
        notebook.Cells.Add(cell.Clone());
        return notebook.ToJson();
    }

    private static string Describe(Cell? cell, int index, string expected, string actual)
    {
        var place = cell is null ? "the file is written otherwise than nbformat writes it"
            : cell.ExecutionCount is { } count ? string.Create(CultureInfo.InvariantCulture, $"cell {count} differs")
            : string.Create(CultureInfo.InvariantCulture, $"the {(index + 1)}th cell, which is no code, differs");
        var expectedLines = expected.Split('\n');
        var actualLines = actual.Split('\n');
        var line = 0;
        while (line < expectedLines.Length && line < actualLines.Length && expectedLines[line] == actualLines[line]) line++;
        return $"{place}\n    expected: {At(expectedLines, line)}\n    actual:   {At(actualLines, line)}";
    }

    private static string At(string[] lines, int line)
    {
        if (line >= lines.Length) return "(nothing more)";
        var text = lines[line].Trim();
        return text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
    }
}
