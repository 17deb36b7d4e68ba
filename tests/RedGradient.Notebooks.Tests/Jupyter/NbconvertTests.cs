using System.Diagnostics;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Tests.Running;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Every lesson by Jupyter's own tool, through the installed kernel, compared with the committed outputs.</summary>
public sealed class NbconvertTests : IDisposable
{
    private const string Tool = "/usr/bin/jupyter-nbconvert";
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private readonly string _folder = Directory.CreateTempSubdirectory("nbconvert-").FullName;

    public static TheoryData<string> Lessons => [.. Course.Find(Root).Lessons().Select(path => Path.GetFileName(path)).DefaultIfEmpty("")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Lessons))]
    public async Task A_lesson_gives_the_same_outputs_through_nbconvert(string lesson)
    {
        Skip.If(lesson.Length == 0, "There is no lesson yet.");
        SkipWithoutTool();
        Skip.IfNot(KernelTests.RunsInFull || lesson.StartsWith("00", StringComparison.Ordinal), "All lessons go through nbconvert where REDGRADIENT_FULL_TESTS is 1; they take minutes.");
        var path = Path.Combine(Root, "notebooks", lesson);
        // The committed file is what the project's own runner gives: `verify` sees to that.
        AssertSameOutputs(Notebook.Load(path), await ConvertAsync(path));
    }

    [SkippableFact]
    public async Task Outputs_of_every_kind_are_the_same_through_nbconvert()
    {
        SkipWithoutTool();
        using var course = new TemporaryCourse();
        course.Library("namespace RedGradient { public static class AmbientProgress { public static System.Action<string, double> Sink { get; set; } } public static class Work { public static void Do() { for (var i = 0; i <= 9; i++) AmbientProgress.Sink(\"step\", i / 9.0); } } }");
        var path = course.Lesson(
            "01-a",
            "#r \"../artifacts/lab/RedGradient.dll\"\nusing RedGradient;\nConsole.WriteLine(\"größer ≥ 😀\");\nConsole.Error.WriteLine(\"careful\");\n1.5",
            "var d = display(HTML(\"<b>1</b>\"));\nWork.Do();\nConsole.WriteLine(\"after\");\nd.Update(HTML(\"<b>2</b>\"));",
            "new[] { new { A = 1, B = \"x\" }, new { A = 2, B = \"y\" } }",
            "d.Update(\"from below\");",
            "");
        var own = await LessonRunner.RunAsync(Notebook.Load(path), Path.GetDirectoryName(path)!);
        Assert.Null(own.Failure);
        AssertSameOutputs(own.Notebook, await ConvertAsync(path));
    }

    private static void SkipWithoutTool()
    {
        Skip.IfNot(File.Exists(Tool), $"{Tool} is not installed (Debian's package jupyter-nbconvert).");
        Skip.IfNot(Directory.Exists("/usr/lib/python3/dist-packages/nbclient"), "nbclient is not installed (Debian's package python3-nbclient).");
    }

    private static void AssertSameOutputs(Notebook own, Notebook theirs)
    {
        // Their copy says of the kernel what the kernel said of itself; the cells are what counts.
        var (expected, actual) = (new Notebook(), new Notebook());
        expected.Cells.AddRange(own.Cells);
        actual.Cells.AddRange(theirs.Cells);
        actual.Cells.ForEach(cell => cell.JoinStreams());
        Assert.Null(NotebookComparison.Difference(expected.ToJson(), actual));
    }

    private async Task<Notebook> ConvertAsync(string path)
    {
        using var course = new TemporaryCourse();
        Assert.Equal(0, (await course.RunAsync($"kernel install --prefix \"{_folder}\"")).ExitCode);
        var start = new ProcessStartInfo(Tool, ["--to", "notebook", "--execute", "--ExecutePreprocessor.record_timing=False", "--output-dir", _folder, path])
        {
            WorkingDirectory = Path.GetDirectoryName(path)!,
            RedirectStandardError = true,
        };
        start.Environment["JUPYTER_PATH"] = Path.Combine(_folder, "share/jupyter");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(_folder, "runtime");
        start.Environment["REDGRADIENT_HISTORY"] = "none";
        // Debian's tool runs on Debian's Python, whatever other Python comes first on the path.
        start.Environment["PATH"] = "/usr/bin:" + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
        return Notebook.Load(Path.Combine(_folder, Path.GetFileName(path)));
    }
}
