using System.Globalization;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Students;

/// <summary>Makes the copy of a lesson that a student works in: no solutions, no outputs, everything else as it was.</summary>
/// <remarks>
/// <para>
/// In a code cell, the lines from <c>// BEGIN SOLUTION</c> to <c>// END SOLUTION</c>, each alone on its line, are replaced by a stub at the marker's indentation.
/// The stub is what stands inside the block on comment lines that begin with <c>// STUB: </c>, uncommented; without such a line it is
/// <see cref="DefaultStub"/>. Text after <c>// STUB: </c> keeps its further indentation; a bare <c>// STUB:</c> gives an empty line.
/// Checks stand outside the block, so that they stay.
/// </para>
/// <code>
/// static double Slope(double x)
/// {
///     // BEGIN SOLUTION
///     // STUB: return 0; // your code here
///     return 2 * x;
///     // END SOLUTION
/// }
/// Lesson.Check(Slope(3) == 6, "…");
/// </code>
/// <para>becomes</para>
/// <code>
/// static double Slope(double x)
/// {
///     return 0; // your code here
/// }
/// Lesson.Check(Slope(3) == 6, "…");
/// </code>
/// <para>A stub has to compile and must not pass the check that follows it. Whole functions and single statements can be stubbed;
/// a block that declares variables used later needs stub lines that declare them too.</para>
/// </remarks>
public static class StudentCopy
{
    /// <summary>The comment line before a solution.</summary>
    public const string BeginMarker = "// BEGIN SOLUTION";

    /// <summary>The comment line after a solution.</summary>
    public const string EndMarker = "// END SOLUTION";

    /// <summary>The beginning of a comment line inside a solution that holds a line of its stub.</summary>
    public const string StubMarker = "// STUB:";

    /// <summary>The stub of a solution that names none.</summary>
    public const string DefaultStub = "throw new NotImplementedException(\"Write your solution here.\");";

    /// <summary>Makes the student's copy of a notebook; the notebook itself is not changed.</summary>
    /// <param name="notebook">A lesson with its solutions.</param>
    /// <param name="name">How errors name the notebook; <c>notebook</c> by default.</param>
    /// <returns>A copy whose solutions are stubs and whose outputs and execution counts are cleared.</returns>
    /// <exception cref="FormatException">Markers do not pair up, or one block stands in another; the message names cell and line.</exception>
    public static Notebook Of(Notebook notebook, string name = "notebook")
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var copy = notebook.Clone();
        for (var i = 0; i < copy.Cells.Count; i++)
        {
            var cell = copy.Cells[i];
            cell.ClearOutputs();
            if (cell.Kind == CellKind.Code)
                cell.Source = WithoutSolutions(cell.Source, string.Create(CultureInfo.InvariantCulture, $"{name}: cell {i + 1}"));
        }

        return copy;
    }

    /// <summary>Whether a cell holds a solution.</summary>
    /// <param name="cell">Any cell.</param>
    public static bool HasSolution(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Kind == CellKind.Code && cell.Source.Split('\n').Any(line => line.Trim() == BeginMarker);
    }

    /// <summary>Replaces the solutions in code by their stubs.</summary>
    /// <param name="source">The code of one cell.</param>
    /// <param name="place">How errors name the cell; <c>cell</c> by default.</param>
    /// <exception cref="FormatException">Markers do not pair up, or one block stands in another; the message names cell and line.</exception>
    public static string WithoutSolutions(string source, string place = "cell")
    {
        ArgumentNullException.ThrowIfNull(source);
        var kept = new List<string>();
        foreach (var part in SolutionParts.Of(source, place))
        {
            if (part.IsSolution)
                kept.AddRange(Stub(part));
            else
                kept.AddRange(part.Lines);
        }

        return string.Join('\n', kept);
    }

    private static List<string> Stub(SolutionPart part)
    {
        var stub = part.Lines
            .Select(line => line.Trim())
            .Where(line => line.StartsWith(StubMarker, StringComparison.Ordinal))
            .Select(line => line[StubMarker.Length..])
            .Select(line => line.StartsWith(' ') ? line[1..] : line)
            .DefaultIfEmpty(DefaultStub);
        return [.. stub.Select(line => line.Length == 0 ? "" : part.Indentation + line)];
    }
}
