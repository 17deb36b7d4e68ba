namespace RedGradient.Notebooks.Tests.Running;

/// <summary>What the commands do with files that are there: nobody's work is lost.</summary>
public sealed class WritingTests : IDisposable
{
    private readonly TemporaryCourse _course = new();

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task A_student_s_work_is_kept_until_it_may_be_replaced()
    {
        _course.Lesson("01-a", "// BEGIN SOLUTION\nvar x = 42;\n// END SOLUTION");
        await AssertAsync(0, "", "student 1");
        await AssertAsync(0, "", "student 1");
        var copy = Path.Combine(_course.Root, "artifacts/student/01-a.ipynb");
        var work = (await File.ReadAllTextAsync(copy)).Replace("throw new", "var mine = new", StringComparison.Ordinal);
        await File.WriteAllTextAsync(copy, work);
        await AssertAsync(2, "'artifacts/student/01-a.ipynb' was changed after `redgradient student` wrote it; it is kept, and nothing was written. Choose another folder with --out, or replace it with --force.\n", "student 1");
        Assert.Equal(work, await File.ReadAllTextAsync(copy));
        await AssertAsync(0, "", "student 1 --force");
        Assert.DoesNotContain("mine", await File.ReadAllTextAsync(copy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_never_replaces_its_source_nor_a_notebook_of_someone_else()
    {
        var source = _course.Lesson("01-a", "1 + 1", "throw new Exception();");
        var own = Directory.CreateDirectory(Path.Combine(_course.Root, "own")).FullName;
        var mine = Path.Combine(own, "mine.ipynb");
        File.Copy(source, mine);
        Directory.CreateSymbolicLink(Path.Combine(_course.Root, "link"), own);
        var before = await File.ReadAllBytesAsync(mine);
        await AssertAsync(2, "'own/mine.ipynb' is one of the files that run reads; it would be replaced by what is made from it. Choose another --out.\n", "run own/mine.ipynb --out own");
        await AssertAsync(2, "is one of the files that run reads", "run link/mine.ipynb --out own");
        await AssertAsync(2, "is one of the files that student reads", "student own/mine.ipynb --out link");
        File.Copy(source, Path.Combine(own, "01-a.ipynb"));
        await AssertAsync(2, "was not written by `redgradient run`", "run 1 --out own");
        await AssertAsync(2, "would both be written to", "run 1 own/01-a.ipynb");
        Assert.Equal(before, await File.ReadAllBytesAsync(mine));
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync(Path.Combine(own, "01-a.ipynb")));
    }

    [Fact]
    public async Task A_copy_beside_a_lesson_is_left_out_and_named_and_two_lessons_of_one_number_are_both_named()
    {
        var lesson = _course.Lesson("01-a", "1");
        File.Copy(lesson, Path.Combine(_course.Root, "notebooks/01-a-Copy1.ipynb"));
        await AssertAsync(0, "01-a-Copy1.ipynb looks like a copy of 01-a.ipynb and is left out; name it to use it.\n", "student 1");
        Assert.Equal([".redgradient.json", "01-a.ipynb"], Directory.GetFiles(Path.Combine(_course.Root, "artifacts/student")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await AssertAsync(0, "", "student 01-a-Copy1");
        _course.Lesson("01-b", "1");
        await AssertAsync(2, "\"1\" may mean 01-a or 01-b; say which by its name.\n", "student 1");
    }

    [Fact]
    public async Task Where_nothing_can_be_written_nothing_is_run()
    {
        // A device file system cannot be written even by root.
        _course.Lesson("01-a", "System.IO.File.WriteAllText(\"ran\", \"\");");
        await AssertAsync(2, "--out was \"/proc/redgradient\"; nothing can be written into /proc/redgradient: ", "run 1 --out /proc/redgradient");
        File.SetAttributes(Path.Combine(_course.Root, "notebooks/01-a.ipynb"), FileAttributes.ReadOnly);
        await AssertAsync(2, "it is protected against writing.", "run 1 --in-place");
        Assert.False(File.Exists(Path.Combine(_course.Root, "notebooks/ran")));
    }

    [SkippableFact]
    public async Task A_pipe_in_the_place_of_a_file_is_neither_waited_for_nor_replaced()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes among its files.");
        _course.Lesson("01-a", "1");
        MakePipe("notebooks/02-b.ipynb");
        await AssertAsync(1, "02-b.ipynb' is no file that can be read from its beginning to its end; a notebook is one.", "student 2");
        Directory.CreateDirectory(Path.Combine(_course.Root, "artifacts/student"));
        MakePipe("artifacts/student/01-a.ipynb");
        await AssertAsync(2, "'artifacts/student/01-a.ipynb' is a pipe or a device; it is kept", "student 1 --force");
        Directory.CreateDirectory(Path.Combine(_course.Root, "noted/.redgradient.json"));
        await AssertAsync(2, "which notes what was written there, is a folder.", "student 1 --out noted");
    }

    [SkippableFact]
    public async Task Output_that_cannot_be_printed_does_not_stop_the_work()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The full device is Linux's.");
        _course.Lesson("01-a", "1");
        foreach (var (redirection, exitCode) in new[] { (">/dev/full", 1), (">&-", 0), (">&- 2>&-", 0), ("| true", 0) })
        {
            var folder = $"copy{redirection.Length}";
            using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", $"dotnet exec '{TemporaryCourse.CommandLine}' student 1 --out {folder} {redirection}; exit ${{PIPESTATUS[0]}}"]) { WorkingDirectory = _course.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = await shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.Equal((exitCode, exitCode == 0 ? "" : "The work is done, but not all that was to be printed could be: No space left on device.\n"), (shell.ExitCode, error));
            Assert.True(File.Exists(Path.Combine(_course.Root, folder, "01-a.ipynb")));
        }
    }

    private void MakePipe(string file)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_course.Root, file));
        make.WaitForExit();
    }

    [Fact]
    public async Task A_notebook_that_is_edited_while_it_runs_in_place_is_kept()
    {
        var path = _course.Lesson("01-a", "System.IO.File.AppendAllText(\"01-a.ipynb\", \" \"); 1");
        await AssertAsync(1, "was changed by someone else while this command ran; it is kept as it is now", "run 1 --in-place");
        Assert.EndsWith("\n ", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_someone_else_is_no_book()
    {
        _course.Lesson("01-a", "1");
        var index = Path.Combine(_course.Root, "site/index.html");
        Directory.CreateDirectory(Path.GetDirectoryName(index)!);
        await File.WriteAllTextAsync(index, "my home page");
        await AssertAsync(2, "'site/index.html' was not written by `redgradient book`", "book --out site");
        Assert.Equal("my home page", await File.ReadAllTextAsync(index));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(index)!));
    }

    [SkippableFact]
    public async Task Without_a_home_no_kernel_is_installed_into_the_current_folder()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows asks no variable for the home folder.");
        var nowhere = new Dictionary<string, string> { ["HOME"] = "/nonexistent", ["JUPYTER_DATA_DIR"] = "", ["XDG_DATA_HOME"] = "relative" };
        var (exitCode, _, error) = await _course.RunAsync("kernel install", nowhere);
        Assert.Equal((2, "The home folder \"/nonexistent\" is not there, so there is no place for a kernel of yours. Set HOME or JUPYTER_DATA_DIR, or name a folder with --prefix.\n"), (exitCode, error));
        Assert.Equal(0, (await _course.RunAsync("kernel list", nowhere)).ExitCode);
        Assert.Equal(["RedGradient.slnx", "notebooks"], Directory.GetFileSystemEntries(_course.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_kernel_s_file_that_a_reader_changed_and_what_they_put_beside_it_are_kept()
    {
        await AssertAsync(0, "", "kernel install --prefix env");
        var folder = Path.Combine(_course.Root, "env/share/jupyter/kernels/.net-csharp");
        var file = Path.Combine(folder, "kernel.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"display_name\": \".NET (C#)\"", "\"display_name\": \"Mine\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "mine");
        await AssertAsync(2, "was changed after `redgradient kernel install` wrote it", "kernel install --prefix env");
        Assert.Contains("Mine", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        await AssertAsync(0, "", "kernel install --prefix env --force");
        await AssertAsync(0, "", "kernel uninstall --prefix env");
        Assert.Equal(["notes.txt"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private async Task AssertAsync(int expected, string sentence, string arguments)
    {
        var (exitCode, _, error) = await _course.RunAsync(arguments);
        if (sentence.EndsWith('\n') || sentence.Length == 0) Assert.Equal(sentence, error);
        else Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(expected, exitCode);
    }
}
