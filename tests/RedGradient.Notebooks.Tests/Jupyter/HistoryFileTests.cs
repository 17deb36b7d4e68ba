using RedGradient.Notebooks.Jupyter;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>The file in which kernels remember cells across sessions.</summary>
public sealed class HistoryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("history-").FullName;

    private string File => Path.Combine(_folder, "below", "history.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Kernels_that_write_at_once_lose_nothing_and_have_numbers_of_their_own()
    {
        var files = Enumerable.Range(0, 4).Select(_ => new HistoryFile(File)).ToList();
        Parallel.ForEach(files, file =>
        {
            for (var number = 1; number <= 25; number++) file.Append(number, $"cell {number}\nof \"{file.Session}\"");
        });
        var entries = new HistoryFile(File).Read();
        Assert.Equal([1, 2, 3, 4], files.Select(file => file.Session).Order());
        Assert.Equal(5, new HistoryFile(File).Session);
        foreach (var session in entries.GroupBy(entry => entry.Session)) Assert.Equal(Enumerable.Range(1, 25), session.Select(entry => entry.Number));
        Assert.Equal(100, entries.Count);
    }

    [Fact]
    public void Half_a_line_of_a_killed_kernel_and_lines_of_no_meaning_are_passed_over()
    {
        new HistoryFile(File).Append(1, "first");
        System.IO.File.AppendAllText(File, "[]\n{\"input\": 5}\n{\"input\": \"x\"}\n{\"session\":9,\"numb");
        var next = new HistoryFile(File);
        next.Append(1, "second");
        Assert.Equal([new HistoryEntry(1, 1, "first"), new HistoryEntry(2, 1, "second")], next.Read());
    }

    [Fact]
    public void The_older_half_goes_when_the_file_has_grown_too_large()
    {
        var file = new HistoryFile(File, largest: 4_000);
        for (var number = 1; number <= 300; number++) file.Append(number, $"cell {number}");
        Assert.InRange(new FileInfo(File).Length, 1_000, 4_000);
        var numbers = file.Read().Select(entry => entry.Number).ToList();
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
        Assert.Equal((300, 1), (numbers[^1], file.Session));
    }

    [Fact]
    public void Without_a_file_and_without_the_right_to_write_this_session_is_remembered_alone()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "below"), "a file where a folder should be");
        foreach (var path in new[] { null, File })
        {
            var file = new HistoryFile(path);
            file.Append(1, "x");
            Assert.Equal((1, 0), (file.Session, file.Read().Count));
        }
    }
}
