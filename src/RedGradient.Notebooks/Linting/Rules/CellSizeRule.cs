using System.Text;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Students;

namespace RedGradient.Notebooks.Linting.Rules;

/// <summary>Code is read without scrolling: lines of at most 86 columns, cells of at most 20 lines; 40 in an exercise with its solution and checks.</summary>
internal sealed class CellSizeRule : ILintRule
{
    internal const int MostColumns = 86;
    private const int MostLines = 20;
    private const int MostLinesOfExercise = 40;

    public string Name => "size";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook)
    {
        for (var index = 0; index < notebook.Notebook.Cells.Count; index++)
        {
            var cell = notebook.Notebook.Cells[index];
            var lines = cell.Source.TrimEnd('\n').Split('\n');
            var isFenced = false;
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].StartsWith("```", StringComparison.Ordinal)) isFenced = !isFenced;
                var columns = lines[i].EnumerateRunes().Count(rune => Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.NonSpacingMark);
                if (columns > MostColumns && (cell.Kind == CellKind.Code || isFenced))
                    yield return notebook.Finding(this, index, i + 1, $"The line has {columns} columns; at most {MostColumns} are allowed.");
            }

            if (cell.Kind != CellKind.Code) continue;
            var most = StudentCopy.HasSolution(cell) ? MostLinesOfExercise : MostLines;
            if (lines.Length > most) yield return notebook.Finding(this, index, most + 1, $"The cell has {lines.Length} lines; at most {most} are allowed.");
        }
    }
}
