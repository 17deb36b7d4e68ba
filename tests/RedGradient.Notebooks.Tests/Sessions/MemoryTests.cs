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

    [Fact]
    public void A_cell_run_again_takes_the_place_of_the_one_before_it()
    {
        _cells.Run("var first = 1; var second = 1;");
        string[] again =
        [
            "var a = first + 1;", "var b = a + second;", "int Twice(int x) => 2 * x;\nvar c = Twice(b);", "class Pair { public int Sum => 5; }\nvar pair = new Pair();",
            "var rows = new[] { 1, 2 }.Select(i => new { I = i }).ToArray();",
        ];
        for (var i = 0; i < 75; i++) Assert.Null(_cells.Run(again[i % again.Length]).Outcome.Error);
        Assert.InRange(Depth(), 7, 50);
        Assert.Equal("(2, 3, 6, 5, 2, 1)", _cells.Run("(a, b, Twice(c / 2), pair.Sum, rows[1].I, first)").Text);
        Assert.Equal("a\nb\nc\nfirst\npair\nrows\nsecond", (string?)_cells.Run("#!who").Events.OfType<RedGradient.Notebooks.Sessions.DisplayData>().Single().Data["text/plain"]);
    }

    [Fact]
    public void What_another_cell_uses_stays_though_its_name_is_given_away()
    {
        _cells.Run("var a = 1;\nFunc<int> early = () => ++a;");
        _cells.Run("var seen = a;\nint Get() => a;");
        _cells.Run("class P { public string Name => \"old\"; }");
        _cells.Run("P Make() => new P();");
        for (var i = 0; i < 36; i++) Assert.Null(_cells.Run($"var a = {100 + i};\nvar early = 0;").Outcome.Error);
        _cells.Run("class P { public string Name => \"new\"; }");
        for (var i = 0; i < 36; i++) Assert.Null(_cells.Run("var b = a + Get();").Outcome.Error);
        Assert.Equal("(135, 1, 1, 136, old, new)", _cells.Run("(a, seen, Get(), b, Make().Name, new P().Name)").Text);
        Assert.InRange(Depth(), 8, 60);
    }

    [Fact]
    public void A_cell_that_fails_gives_no_name_away()
    {
        _cells.Run("int F(int x) => x;");
        for (var i = 0; i < 36; i++) _cells.Run("var a = 1;");
        Assert.NotNull(_cells.Run("string a = 5;").Outcome.Error);
        Assert.NotNull(_cells.Run("string F(int x) => 5;").Outcome.Error);
        Assert.Equal("2", _cells.Run("a + F(1)").Text);
        for (var i = 0; i < 36; i++) _cells.Run("string F(string x) => x;");
        Assert.Equal("(3, b)", _cells.Run("(F(3), F(\"b\"))").Text);
    }

    private int Depth()
    {
        var depth = 0;
        for (Microsoft.CodeAnalysis.Compilation? at = _cells.Session.Analyze("1").Compilation; at is not null; at = at.ScriptCompilationInfo?.PreviousScriptCompilation) depth++;
        return depth;
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
