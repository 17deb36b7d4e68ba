using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Students;
using RedGradient.Notebooks.Tests.Jupyter;

namespace RedGradient.Notebooks.Tests.Lessons;

/// <summary>Every committed lesson keeps the lesson standard, states what it recorded, and has exercises whose stubs fail.</summary>
public sealed partial class CommittedLessonTests
{
    private static readonly Course TheCourse = Course.Find(AppContext.BaseDirectory);

    public static TheoryData<string> Lessons() => [.. TheCourse.Lessons().Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_recorded_number_lies_in_the_band_that_the_lesson_states(string lesson)
    {
        var numbers = RecordedNumber.ReadAll(Load(lesson));
        Assert.True(numbers.Count >= 10, $"{lesson} records {numbers.Count} numbers.");
        Assert.Equal(numbers.Count, numbers.Select(number => number.Name).Distinct().Count());
        foreach (var number in numbers)
        {
            Assert.True(
                number is { Low: not null, High: not null } && (number.DataSet == "synthetic" || number.DataSet!.StartsWith("the committed ", StringComparison.Ordinal)),
                $"{lesson}: \"{number.Name}\" has no band on the built-in data.");
            Assert.InRange(number.Value, number.Low!.Value, number.High!.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_text_keeps_the_lesson_standard(string lesson)
    {
        var cells = Load(lesson).Cells;
        var markdown = cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source).ToArray();
        var text = string.Join("\n\n", markdown);

        Assert.Single(Headings(text), heading => heading.Level == 1);
        Assert.StartsWith("# ", markdown[0], StringComparison.Ordinal);
        foreach (var part in new[] { "You will be able to", "You need to know", "Time", "Data", "article" })
        {
            Assert.Contains(part, markdown[0], StringComparison.OrdinalIgnoreCase);
        }

        // No heading skips a level.
        var levels = Headings(text).Select(heading => heading.Level).ToArray();
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"{lesson}: a heading of level {pair.Second} follows one of level {pair.First}."));
        foreach (var part in new[] { "quiz", "checklist", "limit", "reading", "exercise" })
        {
            Assert.Contains(Headings(text), heading => heading.Text.Contains(part, StringComparison.OrdinalIgnoreCase));
        }

        var predictions = Regex.Count(text, @"\*\*Predict");
        var expectations = Regex.Count(text, @"\*\*You should see");
        Assert.True(predictions >= 5 && expectations >= 5, $"{lesson}: {predictions} predictions, {expectations} expectations.");

        // Every expectation has a digit in it, and words alone count, not formulas or tables.
        Assert.All(Regex.Matches(text, @"\*\*You should see.*"), match => Assert.Matches(@"\d", match.Value));
        var words = Regex.Count(Regex.Replace(text, @"\$\$.*?\$\$|\$[^$\n]*\$|^\|[^\n]*$|<[^>]+>|\([^)]*\.(ipynb|html)[^)]*\)|https?://\S+", " ", RegexOptions.Singleline | RegexOptions.Multiline), @"\p{L}[\p{L}\p{N}'’-]*");
        Assert.InRange(words, 1000, 2600);
        Assert.True(Regex.Count(text, "<details>") >= 8, $"{lesson}: hints of three exercises and answers to five questions are folded away.");
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_cells_are_short_portable_and_have_run(string lesson)
    {
        var notebook = Load(lesson);
        // What a new notebook gets, every lesson has: the kernel's name, and ".cs" as what nbconvert writes it to.
        foreach (var (name, value) in Notebook.Create().Metadata) Assert.Equal(value!.ToJsonString(), notebook.Metadata[name]?.ToJsonString());
        Assert.Equal(notebook.Cells.Count, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        var count = 0;
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
        {
            Assert.Equal(++count, cell.ExecutionCount);
            Assert.True(cell.Source.Split('\n').Length <= 20 || StudentCopy.HasSolution(cell), $"{lesson}: the cell {cell.Id} has more than 20 lines.");
            Assert.DoesNotMatch(@"Microsoft\.DotNet\.Interactive|^\s*namespace |^\s*using var ", cell.Source);
            Assert.DoesNotContain(cell.Outputs, output => output is ErrorOutput);
        }

        var json = notebook.ToJson();
        Assert.Equal(File.ReadAllText(PathOf(lesson)), json);
        Assert.DoesNotMatch(@"/home/|/work/|/Users/|[A-Z]:\\\\", json);
        var figures = notebook.Cells.SelectMany(cell => cell.Outputs).Select(DataOf).Where(data => data?.ContainsKey("image/svg+xml") == true).ToArray();
        Assert.True(figures.Length >= 4, $"{lesson} has {figures.Length} figures.");
        Assert.All(figures, data => Assert.Matches(@"<title[^>]*>.{10,}</title>\s*<desc[^>]*>.{20,}</desc>", data!["image/svg+xml"]!.ToString()));
    }

    [SkippableTheory]
    [MemberData(nameof(Lessons))]
    public async Task Every_stub_of_the_student_copy_fails_its_check(string lesson)
    {
        Skip.IfNot(KernelTests.RunsInFull || lesson.StartsWith("00", StringComparison.Ordinal), "The copies of all lessons run where REDGRADIENT_FULL_TESTS is 1; they take minutes.");
        var lessonCells = Load(lesson).Cells;
        var student = StudentCopy.Of(Load(lesson), lesson);
        Assert.DoesNotContain("SOLUTION", student.ToJson(), StringComparison.Ordinal);

        var exercises = Enumerable.Range(0, lessonCells.Count).Where(i => StudentCopy.HasSolution(lessonCells[i])).ToArray();
        Assert.True(exercises.Length >= 3, $"{lesson} has {exercises.Length} exercises.");
        foreach (var index in exercises)
        {
            student.Cells[index].Metadata["tags"] = new JsonArray("raises-exception");
        }

        // The whole copy runs, so that a cell that needs an exercise's result shows too.
        var result = await LessonRunner.RunAsync(student, TheCourse.Notebooks);
        Assert.Null(result.Failure);
        foreach (var cell in exercises.Select(index => result.Notebook.Cells[index]))
        {
            var error = Assert.Single(cell.Outputs.OfType<ErrorOutput>());
            Assert.True(error.Name.Contains("CheckFailed", StringComparison.Ordinal) || error.Name.Contains("NotImplemented", StringComparison.Ordinal), $"{lesson}, {cell.Id}: {error.Name}: {error.Value}");
        }
    }

    // The first lesson is run in full here; `verify` does the same for all.
    [Fact]
    public async Task The_first_lesson_gives_its_committed_bytes()
    {
        var path = TheCourse.Lessons()[0];
        var result = await LessonRunner.RunAsync(Notebook.Load(path), TheCourse.Notebooks);
        Assert.Null(result.Failure);
        Assert.Null(NotebookComparison.Difference(File.ReadAllText(path), result.Notebook));
    }

    [Fact]
    public void The_readme_names_every_lesson_and_shows_a_figure_of_lesson_1()
    {
        var readme = File.ReadAllText(Path.Combine(TheCourse.Root, "README.md"));
        Assert.All(TheCourse.Lessons(), path => Assert.Contains($"notebooks/{Path.GetFileName(path)}", readme, StringComparison.Ordinal));
        var figure = File.ReadAllText(Path.Combine(TheCourse.Root, "docs", "doughnut.svg")).TrimEnd('\n');
        var outputs = Load("01-backpropagation.ipynb").Cells.SelectMany(cell => cell.Outputs).Select(DataOf);
        Assert.Contains(outputs, data => data?["image/svg+xml"]?.ToString().TrimEnd('\n') == figure);
    }

    private static string PathOf(string lesson) => Path.Combine(TheCourse.Notebooks, lesson);

    private static Notebook Load(string lesson) => Notebook.Load(PathOf(lesson));

    private static JsonObject? DataOf(Output output) => output switch
    {
        ResultOutput result => result.Data,
        DisplayOutput display => display.Data,
        _ => null,
    };

    private static IEnumerable<(int Level, string Text)> Headings(string text) =>
        HeadingPattern().Matches(text).Select(match => (match.Groups[1].Length, match.Groups[2].Value));

    [GeneratedRegex(@"^(#{1,6}) (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
