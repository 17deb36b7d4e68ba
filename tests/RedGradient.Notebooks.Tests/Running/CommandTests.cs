using System.Diagnostics;
using System.Globalization;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Running;

/// <summary>The real command, as a process.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryCourse _course = new();

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task A_failing_cell_is_named_and_the_other_lessons_still_run()
    {
        var bad = _course.Lesson("01-bad", "var x = 1;", "Console.WriteLine(x);\n\nthrow new InvalidOperationException(\"the pipe is full\");", "2");
        _course.Lesson("02-good", "20 + 22");
        var before = await File.ReadAllBytesAsync(bad);
        foreach (var arguments in new[] { "run", "run --in-place 1" })
        {
            var (exitCode, output, error) = await _course.RunAsync(arguments);
            Assert.Equal(1, exitCode);
            Assert.Contains("01-bad: code cell 2, line 3: throw new InvalidOperationException(\"the pipe is full\");\n    InvalidOperationException: the pipe is full", error, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', output);
            Assert.Equal(before, await File.ReadAllBytesAsync(bad));
        }

        var good = Notebook.Load(Path.Combine(_course.Root, "artifacts/run/02-good.ipynb"));
        Assert.Equal("42", (string?)Assert.IsType<ResultOutput>(Assert.Single(good.Cells[0].Outputs)).Data["text/plain"]);
        var copy = Notebook.Load(Path.Combine(_course.Root, "artifacts/run/01-bad.ipynb"));
        Assert.IsType<ErrorOutput>(copy.Cells[1].Outputs[1]);
        Assert.Null(copy.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task In_place_writes_the_notebook_that_verify_then_finds_equal_until_something_changes()
    {
        var path = _course.Lesson("01-a", "Console.WriteLine(\"größer ≥ 😀\"); 1.5");
        Assert.Equal(0, (await _course.RunAsync("run --in-place", new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" })).ExitCode);
        Assert.Equal(["01-a.ipynb"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        Assert.Contains("größer ≥ 😀", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Contains("\"1.5\"", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(0, (await _course.RunAsync("verify")).ExitCode);

        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"1.5\"", "\"1.6\"", StringComparison.Ordinal));
        var (exitCode, _, error) = await _course.RunAsync("verify 01");
        Assert.Equal(1, exitCode);
        Assert.Contains("01-a: cell 1 differs\n    expected: \"1.6\"\n    actual:   \"1.5\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timings_are_printed_cell_by_cell_and_a_lesson_over_its_time_has_failed()
    {
        var path = _course.Lesson("01-a", "System.Threading.Thread.Sleep(300);", "1.5");
        var (exitCode, output, _) = await _course.RunAsync("run --in-place --timings");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"cell 1 +\d+\.\d\d +0\.[3-9]\d +0\.00 +\d+\.\d\d", output);
        Assert.Matches(@"all cells +\d+\.\d\d", output);
        Assert.DoesNotContain("compile", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        var (late, _, error) = await _course.RunAsync("verify --at-most 0.2");
        Assert.Equal(1, late);
        Assert.Matches(@"01-a: took \d+\.\d s, over the 0\.2 s it may take\.", error);
    }

    [Fact]
    public async Task The_book_is_there_before_the_lessons_run_and_then_shows_what_they_gave()
    {
        _course.Lesson("01-a", "$\"{20 + 22}\"");
        _course.Lesson("02-b", "System.Console.WriteLine(System.IO.File.Exists(\"../artifacts/book/02-b.html\") ? \"the book was there\" : \"no book yet\");");
        var (exitCode, output, _) = await _course.RunAsync("");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("The book: ", output, StringComparison.Ordinal);
        Assert.Contains("file:///", output, StringComparison.Ordinal);
        Assert.Contains("42", await File.ReadAllTextAsync(Path.Combine(_course.Root, "artifacts/book/01-a.html")), StringComparison.Ordinal);
        Assert.Contains("the book was there", await File.ReadAllTextAsync(Path.Combine(_course.Root, "artifacts/book/02-b.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run 7", "There is no lesson \"7\": lessons are 01-a; the path of a notebook will do too.")]
    [InlineData("run --data nowhere", "--data was \"nowhere\"; allowed are synthetic, ")]
    [InlineData("run --data . --in-place", "--in-place goes with the synthetic data only")]
    [InlineData("run --bogus", "There is no option --bogus here. `redgradient run --help` says what it takes.")]
    [InlineData("data", "redgradient data needs a command after it: list or get. `redgradient data --help` says what it takes.")]
    [InlineData("kernel", "redgradient kernel needs a command after it: install, list or uninstall.")]
    [InlineData("data nothing", "There is no command \"nothing\" in redgradient data; it has list and get.")]
    [InlineData("data get", "redgradient data get needs <name> after it. `redgradient data get --help` says what it takes.")]
    [InlineData("run --out \"\"", "--out needs the path of a folder after it; none was given. `redgradient run --help` says what it takes.")]
    [InlineData("run --out RedGradient.slnx", "--out was \"RedGradient.slnx\", which is a file; give a folder")]
    [InlineData("run --out RedGradient.slnx/below/it", "RedGradient.slnx' is a file, not a folder. Give a folder")]
    [InlineData("student -x.ipynb", "There is no option -x.ipynb here.")]
    [InlineData("student -- -x.ipynb", "There is no lesson \"-x.ipynb\"")]
    [InlineData("run --data notebooks", "--data was \"notebooks\"; the folder holds no digits: ")]
    [InlineData("experiment --jobs 0", "--jobs was 0; allowed are whole numbers from 1.")]
    [InlineData("experiment --jobs x", "--jobs was \"x\"; a whole number is needed. `redgradient experiment --help` says what it takes.")]
    [InlineData("help nothing", "There is no command \"nothing\".")]
    [InlineData("verify --at-most x", "--at-most was x; allowed are seconds above 0")]
    [InlineData("verify --at-most 0", "--at-most was 0; allowed are seconds above 0")]
    [InlineData("experiment nothing", "There is no experiment \"nothing\"")]
    [InlineData("data get nothing", "nothing")]
    [InlineData("student --out notebooks", "is one of the files that student reads")]
    public async Task Bad_arguments_get_a_sentence_and_exit_code_2(string arguments, string sentence)
    {
        _course.Lesson("01-a", "1");
        var (exitCode, _, error) = await _course.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("help run", "  redgradient run [<lessons>...] [options]")]
    [InlineData("data get --help", "  redgradient data get <name> [options]")]
    [InlineData("help", "  redgradient [command] [options]")]
    [InlineData("version", "0.1.0")]
    public async Task Help_and_version_are_words_too_and_call_the_program_by_its_name(string arguments, string line)
    {
        var (exitCode, output, error) = await _course.RunAsync(arguments);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.DoesNotContain("RedGradient.Cli", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_book_of_notebooks_that_never_ran_says_so()
    {
        _course.Lesson("01-a", "1");
        var (exitCode, _, error) = await _course.RunAsync("book");
        Assert.Equal((0, "01-a.ipynb has no outputs, so its page has no results: run it with `redgradient run --in-place 1` first.\n"), (exitCode, error));
    }

    [Fact]
    public async Task Cells_run_the_library_they_refer_to_and_copies_of_notebooks_keep_finding_it()
    {
        // The command carries a library of this name itself; cells must never meet it.
        _course.Library("namespace RedGradient.Lessons { public static class Lesson { public static int Calls; public static string Whose => \"the lab's \" + ++Calls + System.Environment.GetEnvironmentVariable(\"REDGRADIENT_DATA\"); } }");
        const string Cell = "#r \"../artifacts/lab/RedGradient.dll\"\nRedGradient.Lessons.Lesson.Whose";
        _course.Lesson("01-a", Cell);
        _course.Lesson("02-b", Cell);
        Assert.Equal(0, (await _course.RunAsync("run --out somewhere/else")).ExitCode);
        foreach (var name in new[] { "01-a", "02-b" })
        {
            var path = Path.Combine(_course.Root, "somewhere/else", name + ".ipynb");
            var copy = Notebook.Load(path);
            // Statics do not leak from one lesson to the next: both count 1.
            Assert.Equal("the lab's 1synthetic", (string?)Assert.IsType<ResultOutput>(Assert.Single(copy.Cells[0].Outputs)).Data["text/plain"]);
            Assert.StartsWith("#r \"../../artifacts/lab/RedGradient.dll\"\n", copy.Cells[0].Source, StringComparison.Ordinal);
        }

        foreach (var file in new[] { "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" }) await File.WriteAllTextAsync(Path.Combine(_course.Root, file), "");
        Assert.Equal(0, (await _course.RunAsync("run somewhere/else/01-a.ipynb --data .")).ExitCode);
        var again = Notebook.Load(Path.Combine(_course.Root, "artifacts/run/01-a.ipynb"));
        Assert.Equal("the lab's 1" + _course.Root, (string?)Assert.IsType<ResultOutput>(Assert.Single(again.Cells[0].Outputs)).Data["text/plain"]);
    }

    [Fact]
    public async Task Student_copies_have_no_solution_and_find_the_library()
    {
        _course.Lesson("01-a", "#r \"../artifacts/lab/RedGradient.dll\"\n// BEGIN SOLUTION\nvar x = 42;\n// END SOLUTION");
        Assert.Equal(0, (await _course.RunAsync("student")).ExitCode);
        var copy = Notebook.Load(Path.Combine(_course.Root, "artifacts/student/01-a.ipynb"));
        Assert.DoesNotContain("42", copy.Cells[0].Source, StringComparison.Ordinal);
        Assert.StartsWith("#r \"../lab/RedGradient.dll\"\n", copy.Cells[0].Source, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task Stopping_the_command_stops_its_lessons_and_leaves_the_files(string signal, int expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        if (signal == "INT")
        {
            Interrupts.SkipIfIgnored();
        }

        _course.Lesson("01-quick", "1 + 1");
        var endless = _course.Lesson("02-endless", "System.IO.File.WriteAllText(\"pid.txt\", Environment.ProcessId.ToString());\nwhile (true) { }");
        var before = await File.ReadAllBytesAsync(endless);
        using var process = _course.Start("run --in-place");
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        var pidFile = Path.Combine(_course.Root, "notebooks/pid.txt");
        while (!File.Exists(pidFile) || (await File.ReadAllTextAsync(pidFile)).Length == 0) await Task.Delay(50);
        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture));
        using (var kill = Process.Start("kill", $"-{signal} {process.Id}")) await kill.WaitForExitAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.Equal(expected, process.ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(endless));
        Assert.Single(Notebook.Load(Path.Combine(_course.Root, "notebooks/01-quick.ipynb")).Cells[0].Outputs);
        File.Delete(pidFile);
        Assert.Equal(["01-quick.ipynb", "02-endless.ipynb"], Directory.GetFiles(Path.GetDirectoryName(endless)!).Select(Path.GetFileName).Order());
    }
}
