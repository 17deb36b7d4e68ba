using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Students;

/// <summary>Makes an nbgrader assignment of a lesson: solution cells, locked cells that grade themselves, and the metadata that says so.</summary>
/// <remarks>
/// A cell with a solution is cut after it, since nbgrader grades by itself only cells that hold no solution: what follows, with the calls of
/// <c>Lesson.Check</c>, becomes a locked cell worth a point for each check. The metadata is that of nbgrader's cell schema, version 3.
/// </remarks>
public static partial class NbgraderAssignment
{
    /// <summary>The folder, beside the assignment's notebook, that holds the library: nbgrader takes it along wherever it copies the notebook.</summary>
    public const string LibraryFolder = "lab";

    /// <summary>A configuration file for nbgrader: what it writes for a solution in C#.</summary>
    public const string Configuration = """
        c = get_config()
        c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
        c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
        c.ClearSolutions.code_stub = {"C#": "throw new NotImplementedException(\"Write your solution here.\");"}

        """;

    private const string Check = "Lesson.Check(";
    private const int SchemaVersion = 3;

    /// <summary>The instructor's version, with the solutions between their markers; nbgrader makes the students' version of it.</summary>
    /// <param name="lesson">The lesson; it is not changed.</param>
    /// <param name="name">The lesson's name, with which the ids of the graded cells begin.</param>
    /// <exception cref="FormatException">Markers do not pair up.</exception>
    public static Notebook Source(Notebook lesson, string name)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var assignment = lesson.Clone();
        assignment.Cells.Clear();
        var isAfterSolution = false;
        foreach (var cell in WithIds(lesson))
        {
            cell.ClearOutputs();
            if (cell.Kind != CellKind.Code)
            {
                assignment.Cells.Add(cell);
                continue;
            }

            cell.Source = LibraryPath().Replace(cell.Source, $"#r \"{LibraryFolder}/$1\"");
            var (solution, checks) = Cut(cell);
            foreach (var part in new[] { solution, checks }.OfType<Cell>())
            {
                isAfterSolution = Mark(part, name, isAfterSolution);
                assignment.Cells.Add(part);
            }
        }

        return assignment;
    }

    /// <summary>The students' version, with the lesson's own stubs in place of the solutions.</summary>
    /// <param name="lesson">The lesson; it is not changed.</param>
    /// <param name="name">The lesson's name.</param>
    /// <exception cref="FormatException">Markers do not pair up.</exception>
    public static Notebook Release(Notebook lesson, string name) => StudentCopy.Of(Source(lesson, name), name);

    private static List<Cell> WithIds(Notebook lesson)
    {
        var copy = lesson.Clone();
        copy.AssignIds();
        return copy.Cells;
    }

    private static (Cell Solution, Cell? Checks) Cut(Cell cell)
    {
        if (!StudentCopy.HasSolution(cell)) return (cell, null);
        var end = cell.Source.LastIndexOf(StudentCopy.EndMarker, StringComparison.Ordinal) + StudentCopy.EndMarker.Length;
        var tree = CSharpSyntaxTree.ParseText(cell.Source, new CSharpParseOptions(LanguageVersion.CSharp13, kind: SourceCodeKind.Script));
        var next = ((CompilationUnitSyntax)tree.GetRoot()).Members.FirstOrDefault(member => member.SpanStart >= end);
        var cut = next is null ? cell.Source.Length : Math.Max(end, next.FullSpan.Start);
        if (!cell.Source[cut..].Contains(Check, StringComparison.Ordinal)) return (cell, null);
        var checks = new Cell(CellKind.Code, cell.Source[cut..].Trim('\n'), (cell.Id.Length > 56 ? cell.Id[..56] : cell.Id) + "-checks");
        cell.Source = cell.Source[..cut].Trim('\n');
        return (cell, checks);
    }

    // Gives back whether the next cell's checks are those of a solution.
    private static bool Mark(Cell cell, string name, bool isAfterSolution)
    {
        var checks = cell.Source.Split(Check).Length - 1;
        var isSolution = StudentCopy.HasSolution(cell);
        var isGraded = !isSolution && isAfterSolution && checks > 0;
        // The cell that names the library must stay as it is, or no check means anything.
        var isLocked = isGraded || cell.Source.StartsWith("#r ", StringComparison.Ordinal);
        if (!isSolution && !isLocked) return isAfterSolution;
        var metadata = new JsonObject
        {
            ["grade"] = isGraded,
            ["grade_id"] = NotAllowed().Replace(string.Create(CultureInfo.InvariantCulture, $"{name}-{cell.Id}"), "-"),
            ["locked"] = isLocked,
        };
        if (isGraded) metadata["points"] = checks;
        metadata["schema_version"] = SchemaVersion;
        metadata["solution"] = isSolution;
        metadata["task"] = false;
        cell.Metadata["nbgrader"] = metadata;
        return isSolution;
    }

    [GeneratedRegex("^#r \"[^\"]*/([^/\"]+\\.dll)\"", RegexOptions.Multiline)]
    private static partial Regex LibraryPath();

    [GeneratedRegex("[^a-zA-Z0-9_-]")]
    private static partial Regex NotAllowed();
}
