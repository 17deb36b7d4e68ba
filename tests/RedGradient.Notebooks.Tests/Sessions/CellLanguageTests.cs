using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class CellLanguageTests : IDisposable
{
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Fact]
    public void State_is_kept_between_cells_and_executions_are_counted()
    {
        Assert.Null(_cells.Run("var x = 40; int Two() => 2; record Point(int X, int Y);").Text);
        var second = _cells.Run("x += Two();\nnew Point(x, 1).X");
        Assert.Equal("42", second.Text);
        Assert.Equal(2, second.Outcome.ExecutionCount);
        Assert.Equal("42", _cells.Run("x").Text);
    }

    [Fact]
    public void The_usings_of_both_hosts_are_there()
    {
        Assert.Equal("6", _cells.Run("new List<int> { 1, 2, 3 }.Sum()").Text);
        Assert.Equal("1", _cells.Run("new StringBuilder().Append(1).ToString()").Text);
        Assert.Equal("True", _cells.Run("Task.CompletedTask.IsCompleted && ((IEnumerable)new int[1]) != null && Math.Abs(-1) == 1").Text);
    }

    [Fact]
    public void The_language_is_CSharp_13()
    {
        Assert.Equal("2", _cells.Run("int Count(params List<int> items) => items.Count; Count(1, 2)").Text);
        var newer = _cells.Run("class Box { public int V; }\nBox b = null;\nb?.V = 3;");
        Assert.Equal(CellStatus.Failed, newer.Outcome.Status);
        Assert.Contains("is not available in C# 13.0", newer.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_compiled_optimised()
    {
        var result = _cells.Run("class Marker { }\ntypeof(Marker).Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Any(a => a.IsJITOptimizerDisabled)");
        Assert.Equal("False", result.Text);
    }

    [Fact]
    public void Await_works_and_comes_back_to_the_same_thread()
    {
        var result = _cells.Run("""
            var before = Environment.CurrentManagedThreadId;
            await Task.Delay(5);
            await Task.Run(() => { });
            before == Environment.CurrentManagedThreadId
            """);
        Assert.Equal("True", result.Text);
    }

    [Fact]
    public void A_deep_recursion_finds_a_generous_stack()
    {
        Assert.Equal("200000", _cells.Run("int Deep(int n) => n == 0 ? 0 : 1 + Deep(n - 1);\nDeep(200_000)").Text);
    }

    [Fact]
    public void A_task_left_running_reports_its_failure_and_the_session_goes_on()
    {
        Assert.Equal(CellStatus.Succeeded, _cells.Run("async void Later() { await Task.Yield(); throw new InvalidOperationException(\"stray\"); }\nLater();").Outcome.Status);
        Assert.Equal("2", _cells.Run("await Task.Delay(20); 1 + 1").Text);
    }

    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("for (;;) {", false)]
    [InlineData("int F(", false)]
    [InlineData("int = 3;", true)]
    public void Whole_cells_are_told_from_beginnings(string code, bool isComplete) => Assert.Equal(isComplete, Session.IsComplete(code));

    [Fact]
    public void Input_is_asked_of_the_host()
    {
        var requests = new List<InputRequest>();
        using var cells = new Cells(new SessionOptions
        {
            Input = request =>
            {
                requests.Add(request);
                return "Ada";
            },
        });
        Assert.Equal("Ada", cells.Run("Console.ReadLine()").Text);
        Assert.Equal("Ada", cells.Run("await GetPasswordAsync(\"Secret\")").Text);
        Assert.Equal([new InputRequest("", false), new InputRequest("Secret", true)], requests);
    }

    [Fact]
    public void Input_without_a_reader_is_an_error_and_not_a_silent_end()
    {
        var error = _cells.Run("Console.ReadLine()").Error;
        Assert.Contains("nobody is there to answer", error.Value, StringComparison.Ordinal);
    }
}
