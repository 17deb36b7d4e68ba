using System.Globalization;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Running;

public sealed class LessonRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lesson-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Outputs_are_joined_counted_and_kept_out_of_the_given_notebook()
    {
        var notebook = Cells("for (var i = 0; i < 10_000; i++) { Console.WriteLine(i); if (i == 5_000) await Task.Delay(60); }", "   ", "var d = display(1);", "d.Update(2);\n3");
        notebook.Cells.Insert(0, new Cell(CellKind.Markdown, "# Title"));
        var seen = new List<LessonProgress>();
        var result = await LessonRunner.RunAsync(notebook, _folder, onProgress: seen.Add);
        Assert.Null(result.Failure);
        Assert.Equal([null, 1, null, 2, 3], result.Notebook.Cells.Select(cell => cell.ExecutionCount));
        var stream = Assert.IsType<StreamOutput>(Assert.Single(result.Notebook.Cells[1].Outputs));
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n")), stream.Text);
        Assert.Equal("2", (string?)Assert.IsType<DisplayOutput>(Assert.Single(result.Notebook.Cells[3].Outputs)).Data["text/plain"]);
        Assert.Equal(3, Assert.IsType<ResultOutput>(Assert.Single(result.Notebook.Cells[4].Outputs)).ExecutionCount);
        Assert.Empty(notebook.Cells[1].Outputs);
        Assert.Equal([1, 2, 3], seen.Select(progress => progress.Cell));
        Assert.Equal(result.Notebook.ToJson(), (await LessonRunner.RunAsync(result.Notebook, _folder)).Notebook.ToJson());
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "exit code 3")]
    [InlineData("Environment.FailFast(\"broken\");", "broken")]
    // A function that is handed itself, which no name tells; and its call is not the last thing it does, which the compiler may turn into an endless loop.
    [InlineData("Func<object, int> self = other => ((Func<object, int>)other)(other) + 1;\nself(self);", "Stack overflow")]
    [InlineData("int F(int i) => F(i + 1) + 1;\nF(0)", "The stack is full")]
    [InlineData("var t = new System.Threading.Thread(() => throw new FormatException(\"lost\")); t.Start(); t.Join();", "lost")]
    public async Task A_cell_that_ends_its_process_is_a_failure_like_others(string code, string message)
    {
        var result = await LessonRunner.RunAsync(Cells("1", "Console.WriteLine(\"x = 41\");\n" + code, "2"), _folder);
        Assert.Equal("x = 41\n", Assert.IsType<StreamOutput>(result.Notebook.Cells[1].Outputs[0]).Text);
        Assert.Equal(2, result.Failure?.Cell);
        Assert.Contains(message, result.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, result.Notebook.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cells_write_past_the_console_cannot_break_the_protocol()
    {
        var result = await LessonRunner.RunAsync(
            Cells("using (var raw = Console.OpenStandardOutput()) raw.Write(Encoding.UTF8.GetBytes(\"{\\\"type\\\":\\\"done\\\"}\\n\"));\nawait Task.Delay(200);\n1", "\"half \" + '\\ud83d'", "Console.Write('\\ud83d'); 2"), _folder);
        Assert.Null(result.Failure);
        Assert.Contains(result.Notebook.Cells[0].Outputs, output => output is StreamOutput { Text: "{\"type\":\"done\"}\n" });
        Assert.Equal(3, result.CellCount);
        Assert.NotEmpty(result.Notebook.ToJson());
    }

    [Fact]
    public async Task What_cells_write_to_raw_standard_error_is_shown_in_their_own_cell()
    {
        var result = await LessonRunner.RunAsync(
            Cells("using (var raw = Console.OpenStandardError()) raw.Write(Encoding.UTF8.GetBytes(\"careful\\nhalf\"));", "2", "using (var raw = Console.OpenStandardOutput()) raw.Write(Encoding.UTF8.GetBytes(\"said\\n\"));"), _folder);
        Assert.Null(result.Failure);
        var error = Assert.IsType<StreamOutput>(Assert.Single(result.Notebook.Cells[0].Outputs));
        Assert.Equal(("stderr", "careful\nhalf"), (error.Name, error.Text));
        Assert.IsType<ResultOutput>(Assert.Single(result.Notebook.Cells[1].Outputs));
        Assert.Equal("said\n", Assert.IsType<StreamOutput>(Assert.Single(result.Notebook.Cells[2].Outputs)).Text);
    }

    [Fact]
    public async Task A_cell_tagged_to_fail_does_not_end_the_lesson()
    {
        var notebook = Cells("throw new FormatException(\"shown\");", "5");
        notebook.Cells[0].Metadata["tags"] = new JsonArray("raises-exception");
        var result = await LessonRunner.RunAsync(notebook, _folder);
        Assert.Null(result.Failure);
        Assert.Equal("shown", Assert.IsType<ErrorOutput>(Assert.Single(result.Notebook.Cells[0].Outputs)).Value);
        Assert.Single(result.Notebook.Cells[1].Outputs);
    }

    [Fact]
    public async Task Cancelling_ends_an_endless_cell()
    {
        using var source = new CancellationTokenSource();
        var running = LessonRunner.RunAsync(Cells("1", "while (true) { }"), _folder, onProgress: progress =>
        {
            if (progress.Cell == 2) source.CancelAfter(TimeSpan.FromMilliseconds(200));
        }, cancellationToken: source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task The_lessons_folder_is_the_current_one_and_the_data_set_is_in_the_environment()
    {
        var result = await LessonRunner.RunAsync(Cells("System.IO.File.WriteAllText(\"here.txt\", Environment.GetEnvironmentVariable(\"REDGRADIENT_DATA\"));"), _folder, "mnist");
        Assert.Null(result.Failure);
        Assert.Equal("mnist", await File.ReadAllTextAsync(Path.Combine(_folder, "here.txt")));
    }

    private static Notebook Cells(params string[] cells)
    {
        var notebook = Notebook.Create();
        notebook.Cells.AddRange(cells.Select(code => new Cell(CellKind.Code, code)));
        return notebook;
    }
}
