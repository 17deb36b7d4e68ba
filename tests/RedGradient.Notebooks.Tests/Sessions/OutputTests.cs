using System.Globalization;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class OutputTests : IDisposable
{
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Fact]
    public void Output_and_error_come_in_the_order_of_writing()
    {
        var events = _cells.Run("""Console.Write("a"); Console.Write("b"); Console.Error.WriteLine("c"); Console.WriteLine("d"); display(1); Console.Write('e');""").Events;
        Assert.Equal(
            ["stdout:ab", "stderr:c\n", "stdout:d\n", "display", "stdout:e"],
            events.Select(each => each is StreamText stream ? $"{stream.Name}:{stream.Text}" : "display"));
    }

    [Fact]
    public async Task Output_is_streamed_while_the_cell_runs()
    {
        var seen = new TaskCompletionSource();
        var running = _cells.RunAsync("var open = true; Console.WriteLine(\"first\"); while (open) await Task.Delay(5);", _ => seen.TrySetResult());
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(180));
        Assert.False(running.IsCompleted);
        _cells.Session.Interrupt();
        await running.WaitAsync(TimeSpan.FromSeconds(180));
    }

    [Fact]
    public void Ten_thousand_lines_arrive_in_order()
    {
        var result = _cells.Run("for (var i = 0; i < 10_000; i++) Console.WriteLine(i);");
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n")), result.Out);
    }

    [Fact]
    public void Lines_of_several_threads_stay_whole()
    {
        var result = _cells.Run("System.Threading.Tasks.Parallel.For(0, 2_000, i => Console.WriteLine($\"<{i}>\"));");
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2_000, lines.Length);
        Assert.All(lines, line => Assert.Matches("^<[0-9]+>$", line));
    }

    [Fact]
    public void A_display_can_be_updated_and_is_not_the_cells_value()
    {
        var result = _cells.Run("var d = display(\"one\"); d.Update(\"two\"); d");
        var displays = result.Events.Cast<DisplayData>().ToList();
        Assert.Equal([false, true], displays.Select(display => display.IsUpdate));
        Assert.Single(displays.Select(display => display.DisplayId).Distinct());
        Assert.Equal("two", (string?)displays[1].Data["text/plain"]);
    }

    [Fact]
    public void Html_and_the_extension_method_are_displayed()
    {
        var result = _cells.Run("5.Display(); HTML(\"<i>x</i>\")");
        Assert.Equal("<i>x</i>", result.Html);
        Assert.Equal("5", (string?)result.Events.OfType<DisplayData>().Single().Data["text/plain"]);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData("1234567.25f", "1234567.2")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("\"a\\nb\"", "a\nb")]
    [InlineData("true", "True")]
    [InlineData("'ß'", "ß")]
    [InlineData("(string)null", null)]
    [InlineData("new[] { 1.5, 2 }", "[ 1.5, 2 ]")]
    [InlineData("Enumerable.Range(0, 25)", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (5 more) ]")]
    [InlineData("Enumerable.Range(0, 25).Where(i => i >= 0)", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … ]")]
    [InlineData("new int[100].Take(3).ToList()", "[ 0, 0, 0 ]")]
    [InlineData("new int[30]", "[ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … (10 more) ]")]
    [InlineData("new[,] { { 1, 2 }, { 3, 4 } }", "[\n  [ 1, 2 ]\n  [ 3, 4 ]\n]")]
    [InlineData("new[] { new[] { 1 }, new[] { 2, 3 } }", "[\n  [ 1 ]\n  [ 2, 3 ]\n]")]
    [InlineData("new { A = 1.5, B = \"x\" }", "{ A = 1.5, B = x }")]
    [InlineData("(1, 2.5)", "(1, 2.5)")]
    [InlineData("typeof(int)", "Int32")]
    [InlineData("DayOfWeek.Friday", "Friday")]
    [InlineData("new int[0]", "[ ]")]
    [InlineData("\"größer ≥ 😀\"", "größer ≥ 😀")]
    public void Values_are_shown_as_text(string code, string? expected) => Assert.Equal(expected, _cells.Run(code).Text);

    [Theory]
    [InlineData("var l = new List<object>(); l.Add(l); l", "[ (cycle: List<Object>) ]")]
    [InlineData("var a = new object[2]; a[0] = a; a[1] = 3; a", "[ (cycle: Object[]), 3 ]")]
    [InlineData("class Ring { public Ring Next { get; set; } }\nvar r = new Ring(); r.Next = new Ring { Next = r }; r", "Ring { Next = Ring { Next = (cycle: Ring) } }")]
    [InlineData("class Tree { public string N; public Tree Up; public List<Tree> Down = new(); }\nvar t = new Tree { N = \"t\" }; t.Down.Add(new Tree { N = \"k\", Up = t }); t", "Tree { N = t, Up = null, Down = [ Tree { N = k, Up = (cycle: Tree), Down = [ ] } ] }")]
    [InlineData("record Link(string N) { public Link Next { get; set; } }\nvar q = new Link(\"q\"); q.Next = q; q", "Link { N = q, Next = (cycle: Link) }")]
    [InlineData("var d = new Dictionary<string, object>(); d[\"d\"] = d; new object[] { d }", "[\n  [ [d, (cycle: Dictionary<String, Object>)] ]\n]")]
    [InlineData("new { A = new[] { 1, 2 }, B = (string)null, C = new { D = 1.5 } }", "{ A = [ 1, 2 ], B = null, C = { D = 1.5 } }")]
    [InlineData("(1, new[] { 2, 3 })", "(1, [ 2, 3 ])")]
    [InlineData("KeyValuePair.Create(1, new[] { 2 })", "[1, [ 2 ]]")]
    [InlineData("record struct P(int X, int[] Y);\nnew P(1, new[] { 2 })", "P { X = 1, Y = [ 2 ] }")]
    [InlineData("class Fails { public int Ok => 1; public int Bad => throw new InvalidOperationException(\"no\"); }\nnew Fails()", "Fails { Ok = 1, Bad = (threw InvalidOperationException: no) }")]
    [InlineData("new[] { new[] { new[] { 1 }, new[] { 2 } } }", "[\n  [\n    [ 1 ]\n    [ 2 ]\n  ]\n]")]
    [InlineData("Task.FromResult(3)", "Task<Int32> { Status = RanToCompletion, Result = 3 }")]
    [InlineData("new TaskCompletionSource<int>().Task", "Task { Status = WaitingForActivation }")]
    [InlineData("new InvalidOperationException(\"out\", new FormatException(\"in\"))", "InvalidOperationException: out\ncaused by FormatException: in")]
    [InlineData("(Func<int, string>)(x => \"\")", "Func<Int32, String>")]
    [InlineData("var t = new System.Data.DataTable(); t.Columns.Add(\"n\", typeof(int)); t.Columns.Add(\"s\"); t.Rows.Add(1, \"x\"); t.Rows.Add(20, null); t", " n  s\n--  -\n 1  x\n20")]
    public void Values_of_every_shape_are_shown_to_an_end(string code, string expected) => Assert.Equal(expected, _cells.Run(code).Text);

    [Theory]
    [InlineData("new Ring()", "Ring: round")]
    [InlineData("new Silent()", "Silent: (its message threw InvalidOperationException)")]
    [InlineData("new { A = new Silent() }", "{ A = Silent: (its message threw InvalidOperationException) }")]
    public void An_exception_that_is_its_own_cause_or_says_nothing_is_shown_and_thrown_all_the_same(string code, string expected)
    {
        _cells.Run("""
            class Silent : Exception { public override string Message => throw new InvalidOperationException(); }
            class Ring : Exception
            {
                public Ring() : base("round") => typeof(Exception).GetField("_innerException", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance).SetValue(this, this);
            }
            """);
        Assert.Equal(expected, _cells.Run(code).Text);
        if (!code.StartsWith("new {", StringComparison.Ordinal)) Assert.Contains(expected, _cells.Run($"throw {code};").Error.Traceback);
    }

    [Fact]
    public void A_message_of_megabytes_is_cut() =>
        Assert.EndsWith("… (2990000 more characters)", _cells.Run("throw new Exception(new string('m', 3_000_000));").Error.Value, StringComparison.Ordinal);

    [Fact]
    public void A_sequence_whose_items_take_too_long_to_come_shows_those_that_came()
    {
        Assert.Matches(@"^\[ 0, (\d, )?… \]$", _cells.Run("Enumerable.Range(0, 100).Select(i => { System.Threading.Thread.Sleep(i == 0 ? 0 : 2100); return i; })").Text);
        Assert.EndsWith("…", _cells.Run("Enumerable.Range(0, 100).Select(i => { System.Threading.Thread.Sleep(i == 0 ? 0 : 2100); return new { I = i }; })").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_only_looks_at_values_is_not_kept_and_what_it_gave_is()
    {
        _cells.Run("var kept = 5; Func<int> later = () => kept;");
        var before = Depth();
        foreach (var code in new[] { "kept + 1", "kept++;", "Console.WriteLine(kept);", "foreach (var i in new[] { 1 }) kept += i;", "throw new Exception();" }) _cells.Run(code);
        Assert.Equal(before, Depth());
        Assert.Equal("(7, 7, 6)", _cells.Run("(kept, later(), Out[2])").Text);
        foreach (var code in new[] { "int F() => 8;", "class C { public int P => 9; }", "using System.Numerics;", "int.TryParse(\"7\", out var found);", "var (a, b) = (10, 11);" }) _cells.Run(code);
        Assert.Equal("(8, 9, 7, 21, 1)", _cells.Run("(F(), new C().P, found, a + b, (int)Complex.One.Real)").Text);

        int Depth()
        {
            var depth = 0;
            for (Microsoft.CodeAnalysis.Compilation? at = _cells.Session.Analyze("1").Compilation; at is not null; at = at.ScriptCompilationInfo?.PreviousScriptCompilation) depth++;
            return depth;
        }
    }

    [Fact]
    public void A_value_without_an_end_is_cut()
    {
        _cells.Run("class Endless { public Endless[] All => Enumerable.Range(0, 50).Select(_ => new Endless()).ToArray(); public string Long => new string('x', 5_000); }");
        Assert.InRange(_cells.Run("new Endless()").Text!.Length, 1_000, 300_000);
        Assert.EndsWith("… (200000 more characters)", _cells.Run("new string('x', 300_000)").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_comes_with_text_beside_it()
    {
        var data = _cells.Run("HTML(\"<style>p{}</style><p>Hi &amp; <b>you</b></p><table><tr><td>1</td><td>2 &lt; 3</td></tr></table>\")").Events.OfType<ExecuteResult>().Single().Data;
        Assert.Equal("Hi & you\n1  2 < 3", (string?)data["text/plain"]);
    }

    [Fact]
    public void Objects_without_a_text_of_their_own_show_their_properties()
    {
        Assert.Equal("Box { Width = 2, Name = a }", _cells.Run("class Box { public int Width => 2; public string Name => \"a\"; }\nnew Box()").Text);
    }

    [Fact]
    public void Records_become_a_table()
    {
        var result = _cells.Run("record Row(string Name, double Value);\nnew[] { new Row(\"a<b\", 1.5), new Row(\"c\", 20) }");
        Assert.Equal("Name  Value\n----  -----\na<b     1.5\nc        20", result.Text);
        Assert.Equal(
            "<table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Value</th></tr></thead>\n<tbody>\n"
            + "<tr><td>a&lt;b</td><td align=\"right\">1.5</td></tr>\n<tr><td>c</td><td align=\"right\">20</td></tr>\n</tbody>\n</table>",
            result.Html);
    }

    [Fact]
    public void Tuples_dictionaries_and_long_sequences_become_tables_too()
    {
        Assert.StartsWith("Item1  Item2\n", _cells.Run("new[] { (1, \"a\") }").Text, StringComparison.Ordinal);
        Assert.StartsWith("Key  Value\n", _cells.Run("new Dictionary<string, int> { [\"k\"] = 1 }").Text, StringComparison.Ordinal);
        Assert.EndsWith("… (50 more)", _cells.Run("Enumerable.Range(0, 150).Select(i => new { I = i }).ToArray()").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_fails_to_show_itself_is_the_cells_error()
    {
        var error = _cells.Run("class Bad { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew Bad()").Error;
        Assert.Equal("no text", error.Value);
    }
}
