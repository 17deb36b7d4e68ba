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
