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

    [Theory]
    [InlineData("int Count(params List<int> items) => items.Count; Count(1, 2)", "2")]
    [InlineData("class Clamped { public int V { get; set => field = Math.Min(value, 9); } }\nnew Clamped { V = 20 }.V", "9")]
    [InlineData("class Holder { public int V; }\nHolder none = null, one = new();\nnone?.V = 3;\none?.V = 4;\none.V", "4")]
    [InlineData("nameof(List<>)", "List")]
    [InlineData("delegate bool TryRead(string text, out int number);\nTryRead read = (text, out number) => int.TryParse(text, out number);\nread(\"5\", out var five) ? five : 0", "5")]
    [InlineData("static int Twice(this int x) => 2 * x;\n4.Twice()", "8")]
    public void The_language_is_CSharp_14(string code, string expected) => Assert.Equal(expected, _cells.Run(code).Text);

    [Theory]
    [InlineData("extension(int x) { public int Twice => 2 * x; }", "no extension block in a cell")]
    [InlineData("static class Extensions { extension(int x) { public int Twice => 2 * x; } }", "no extension block in a cell")]
    [InlineData("static class Extensions { static int Twice(this int x) => 2 * x; }", "stands at the top, in no class")]
    [InlineData("namespace Course { class A { } }", "no namespace in a cell")]
    [InlineData("Span<int> span = stackalloc int[3];", "kept for later cells")]
    public void What_a_script_does_not_allow_is_said_in_a_sentence(string code, string part) =>
        Assert.Contains(part, string.Join('\n', _cells.Run(code).Error.Traceback), StringComparison.Ordinal);

    [Fact]
    public void Waiting_for_own_async_code_ends_as_in_a_console_program()
    {
        _cells.Run("async Task<int> A() { await Task.Delay(20); await Task.Yield(); return 7; }\nasync Task<int> Twice() => await A() + await A();");
        Assert.Equal("7", _cells.Run("A().Result").Text);
        Assert.Equal("14", _cells.Run("Twice().GetAwaiter().GetResult()").Text);
        Assert.Equal("14", _cells.Run("var both = Task.WhenAll(A(), A());\nboth.Wait();\nboth.Result.Sum()").Text);
        Assert.Equal("7", _cells.Run("await Task.Yield();\nA().Result").Text);
    }

    [Fact]
    public void A_cell_that_holds_every_thread_of_the_pool_holds_up_nobody()
    {
        var result = _cells.Run("var open = new System.Threading.ManualResetEvent(false);\nfor (var i = 0; i < 40; i++) _ = Task.Run(() => open.WaitOne());\nConsole.WriteLine(\"said\"); 1");
        Assert.Equal(("1", "said\n"), (result.Text, result.Out));
        Assert.Equal("2", _cells.Run("open.Set(); 2").Text);
    }

    [Fact]
    public void An_endless_recursion_is_an_error_that_names_its_function()
    {
        using var cells = new Cells(new SessionOptions { StackSize = 1 << 20 });
        string[] endless =
        [
            "int F(int i) => F(i + 1) + 1;\nF(0)",
            "void A(int i) { B(i + 1); }\nvoid B(int i) { A(i); }\nA(0);",
            "class C { public int P => new C().P + 1; }\nnew C().P",
            "class D { public override string ToString() { return $\"{this}\"; } }\nnew D()",
            "Func<int, int> f = null;\nf = n => n < 0 ? 0 : f(n + 1);\nf(0)",
            "class E { public E Inner; public E() => Inner = new E(); }\nnew E()",
        ];
        foreach (var code in endless)
        {
            var error = cells.Run("Console.WriteLine(\"before\");\n" + code);
            Assert.Equal(("InsufficientExecutionStackException", "before\n"), (error.Error.Name, error.Out));
        }

        Assert.Contains(cells.Run(endless[0]).Error.Traceback, line => line.EndsWith("line 1: int F(int i) => F(i + 1) + 1;", StringComparison.Ordinal));
        Assert.Equal("120", cells.Run("int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);\nFactorial(5)").Text);
        Assert.Equal("3", cells.Run("async Task Down(int n) => await (n == 0 ? Task.CompletedTask : Down(n - 1));\nint Odd(int n) { if (n == 0) return 3; return Odd(n - 1); }\nawait Down(4);\nOdd(9)").Text);
    }

    [Fact]
    public void An_exception_on_a_thread_of_its_own_is_the_cells_error_and_ends_nothing_else()
    {
        _cells.Run("var kept = 5;");
        var result = _cells.Run("Console.WriteLine(\"before\");\nvar thread = new System.Threading.Thread(() => throw new FormatException(\"on a thread\"));\nthread.Start();\nthread.Join();");
        Assert.Equal(("FormatException", "on a thread", "before\n"), (result.Error.Name, result.Error.Value, result.Out));
        Assert.Contains(result.Events.OfType<StreamText>(), text => text.Name == "stderr" && text.Text.Contains("on a thread", StringComparison.Ordinal));
        Assert.Equal("6", _cells.Run("kept + 1").Text);
    }

    [Fact]
    public void Each_cell_begins_with_the_hosts_console()
    {
        Assert.Equal("hidden\n", _cells.Run("var own = new System.IO.StringWriter();\nConsole.SetOut(own); Console.SetError(own); Console.SetIn(System.IO.TextReader.Null);\nConsole.WriteLine(\"hidden\");\nown.ToString()").Text);
        Assert.Equal("seen\n", _cells.Run("Console.WriteLine(\"seen\");").Out);
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
    [InlineData("Console.WriteLine(1))", true)]
    [InlineData("int 5x = ;;)", true)]
    [InlineData("\"abc", true)]
    [InlineData("Console.WriteLine(1", false)]
    [InlineData("var x = ", false)]
    [InlineData("/* a comment", false)]
    [InlineData("var t = @\"a", false)]
    [InlineData("var t = \"\"\"\na", false)]
    [InlineData("if (true)", false)]
    [InlineData("foo(1,\n  2", false)]
    [InlineData("} else {", true)]
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
