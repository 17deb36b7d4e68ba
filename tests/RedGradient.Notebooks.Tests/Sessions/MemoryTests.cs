namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class MemoryTests : IDisposable
{
    private const int MostCollections = 50;
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Fact]
    public void Cells_that_bring_nothing_leave_no_assembly_behind()
    {
        _cells.Run("var alive = 7;");
        var before = Loaded();
        Run(70, _ => "alive + 1", "8");
        Run(70, i => $"Console.WriteLine(alive + {i});", null);
        Run(60, i => $"Enumerable.Range(0, 9).Select(i => new {{ A = i, B = alive + {i} }}).Count(pair => pair.A + pair.B > 0)", "9");
        Assert.Equal(0, CountOfNew(before, 0));
    }

    [Fact]
    public void A_cell_stays_as_long_as_something_refers_to_it_and_no_longer()
    {
        _cells.Run("Func<int> kept = null; object last = null; int made = 0;");
        var before = Loaded();
        _cells.Run("kept = () => 40 + ++made; last = new { made };");
        Run(20, _ => "1 + 1", "2");
        Assert.Equal(1, CountOfNew(before, 1));
        Assert.Equal("41", _cells.Run("kept()").Text);
        Assert.Equal("{ made = 0 }", _cells.Run("last.ToString()").Text);
        Run(1, _ => "kept = null; last = null;", null);
        Run(20, _ => "1 + 1", "2");
        Assert.Equal(0, CountOfNew(before, 0));
    }

    [Fact]
    public void An_object_of_a_cells_own_type_is_shown_and_let_go()
    {
        var before = Loaded();
        // The results of the latest hundred cells are kept, and these with them.
        for (var i = 0; i < 3; i++) Assert.Contains("A", _cells.Run("new { A = 1 }").Text, StringComparison.Ordinal);
        Assert.Equal(3, CountOfNew(before, 3));
        Run(100, _ => "1 + 1", "2");
        Assert.Equal(0, CountOfNew(before, 0));
    }

    private void Run(int count, Func<int, string> code, string? expected)
    {
        for (var i = 0; i < count; i++)
        {
            var result = _cells.Run(code(i));
            Assert.Null(result.Outcome.Error);
            Assert.Equal(expected, result.Text);
        }
    }

    // Objects go first; what held their code goes after they are finalised.
    private static int CountOfNew(HashSet<string> before, int expected)
    {
        var count = 0;
        for (var i = 0; i < MostCollections; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            count = Loaded().Except(before).Count();
            if (count == expected && i > 2) return count;
        }

        return count;
    }

    private static HashSet<string> Loaded() =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!).Where(name => name.StartsWith('\u211B')).ToHashSet(StringComparer.Ordinal);
}
