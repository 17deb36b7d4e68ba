using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Students;
using RedGradient.Notebooks.Tests.Running;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>
/// The nbgrader assignment, against nbgrader's documented schema of cell metadata, version 3: Debian has no nbgrader whose own validation could be asked.
/// </summary>
public sealed partial class NbgraderTests
{
    private const string Exercise = """
        static double Slope(double x)
        {
            // BEGIN SOLUTION
            // STUB: return 0;
            return 2 * x;
            // END SOLUTION
        }
        // What a right slope does.
        Lesson.Check(Slope(3) == 6, "not the slope at 3");
        Lesson.Check(Slope(0) == 0, "not the slope at 0");
        """;

    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    public static TheoryData<string> Lessons => [.. Course.Find(Root).Lessons().Select(path => Path.GetFileName(path)).DefaultIfEmpty("")];

    [Fact]
    public async Task The_solution_passes_and_the_stub_fails_in_a_graded_cell()
    {
        using var course = new TemporaryCourse();
        course.Library("public static class Lesson { public static void Check(bool isRight, string meaning) { if (!isRight) throw new System.Exception(meaning); } }");
        course.Lesson("01-a", "#r \"../artifacts/lab/RedGradient.dll\"\nvar start = 1;", Exercise, "Slope(1)");
        Assert.Equal(0, (await course.RunAsync("student --nbgrader --out work")).ExitCode);
        var source = Path.Combine(course.Root, "work/source/01-a/01-a.ipynb");
        var release = Path.Combine(course.Root, "work/release/01-a/01-a.ipynb");
        // nbgrader moves assignments about; the library has to come along.
        var moved = Path.Combine(course.Root, "elsewhere");
        Directory.Move(Path.GetDirectoryName(source)!, moved);
        Assert.Null((await LessonRunner.RunAsync(Notebook.Load(Path.Combine(moved, "01-a.ipynb")), moved)).Failure);

        var students = Notebook.Load(release);
        Assert.DoesNotContain("2 * x", students.ToJson(), StringComparison.Ordinal);
        var failure = (await LessonRunner.RunAsync(students, Path.GetDirectoryName(release)!)).Failure;
        Assert.Equal((3, "not the slope at 3"), (failure!.Cell, failure.Message));
        var metadata = students.Cells.Select(cell => cell.Metadata["nbgrader"]?.ToJsonString()).ToList();
        Assert.Equal(
            [
                """{"grade":false,"grade_id":"01-a-cell-0","locked":true,"schema_version":3,"solution":false,"task":false}""",
                """{"grade":false,"grade_id":"01-a-cell-1","locked":false,"schema_version":3,"solution":true,"task":false}""",
                """{"grade":true,"grade_id":"01-a-cell-1-checks","locked":true,"points":2,"schema_version":3,"solution":false,"task":false}""",
                null,
            ],
            metadata);
        Assert.StartsWith("// What a right slope does.\nLesson.Check(", students.Cells[2].Source, StringComparison.Ordinal);
        Assert.Contains("code_stub", await File.ReadAllTextAsync(Path.Combine(course.Root, "work/nbgrader_config.py")), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Lessons))]
    public void Every_lesson_makes_an_assignment_that_the_schema_allows(string lesson)
    {
        Skip.If(lesson.Length == 0, "There is no lesson yet.");
        var notebook = Notebook.Load(Path.Combine(Root, "notebooks", lesson));
        var name = Path.GetFileNameWithoutExtension(lesson);
        foreach (var assignment in new[] { NbgraderAssignment.Source(notebook, name), NbgraderAssignment.Release(notebook, name) })
        {
            var marked = assignment.Cells.Where(cell => cell.Metadata["nbgrader"] is not null).ToList();
            marked.ForEach(AssertAllowed);
            Assert.Equal(marked.Count, marked.Select(cell => (string?)cell.Metadata["nbgrader"]!["grade_id"]).Distinct().Count());
            if (notebook.Cells.Exists(StudentCopy.HasSolution)) Assert.Contains(marked, cell => (bool)cell.Metadata["nbgrader"]!["grade"]!);
        }

        // Nothing of the lesson is lost by the cut.
        Assert.Equal(Words(notebook), Words(NbgraderAssignment.Source(notebook, name)));
    }

    private static void AssertAllowed(Cell cell)
    {
        var metadata = (JsonObject)cell.Metadata["nbgrader"]!;
        string[] allowed = ["schema_version", "grade", "locked", "solution", "task", "grade_id", "points", "checksum", "cell_type"];
        Assert.All(metadata, field => Assert.Contains(field.Key, allowed));
        Assert.Equal(3, (int)metadata["schema_version"]!);
        var (grade, solution) = ((bool)metadata["grade"]!, (bool)metadata["solution"]!);
        Assert.True(grade || solution || (bool)metadata["locked"]!);
        Assert.False((bool)metadata["task"]!);
        Assert.Matches("^[a-zA-Z0-9_\\-]+$", (string?)metadata["grade_id"]);
        Assert.Equal(grade, metadata.ContainsKey("points"));
        if (grade) Assert.True((int)metadata["points"]! > 0);
        // A cell that is both would wait for a person to grade it.
        Assert.False(grade && solution);
        Assert.Equal(CellKind.Code, cell.Kind);
    }

    private static string Words(Notebook notebook) =>
        Space().Replace(Library().Replace(string.Concat(notebook.Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.Source)), ""), "");

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();

    [GeneratedRegex("#r \"[^\"]*\"")]
    private static partial Regex Library();
}
