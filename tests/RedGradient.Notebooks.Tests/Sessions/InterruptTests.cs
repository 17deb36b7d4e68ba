using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class InterruptTests : IDisposable
{
    // The same name as the course's library: the session hands token and progress to whatever is called so.
    private const string Library = """
        namespace RedGradient
        {
            public static class AmbientCancellation { public static System.Threading.CancellationToken Token { get; set; } }
            public static class AmbientProgress { public static System.Action<string, double> Sink { get; set; } }
            public static class Work
            {
                public static void Train()
                {
                    System.Console.WriteLine("training");
                    while (true) AmbientCancellation.Token.ThrowIfCancellationRequested();
                }
            }
        }
        """;

    private readonly Cells _cells = new(new SessionOptions { InterruptGrace = TimeSpan.FromMilliseconds(200), ProgressInterval = TimeSpan.Zero });

    public void Dispose() => _cells.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) await Task.Delay(1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("var list = new List<string>(); while (true) { list.Add(new string('x', 9)); if (list.Count > 99) list.Clear(); }")]
    [InlineData("for (;;) if (list is null) foreach (var x in new[] { 1 }) do ; while (true); else x = 1;\nobject list = null; int x;")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("new System.Threading.ManualResetEventSlim().Wait();")]
    [InlineData("Task.Run(() => System.Threading.Thread.Sleep(100_000)).Wait();")]
    [InlineData("for (var i = 0; ; i++) Console.WriteLine(i);")]
    [InlineData("while (true) { try { while (true) { } } catch (Exception) { } }")]
    [InlineData("async Task<int> Never() { await Task.Delay(-1); return 1; }\nNever().Result")]
    [InlineData("class Slow { public int Value { get { System.Threading.Thread.Sleep(-1); return 1; } } }\nnew Slow()")]
    [InlineData("class Busy { public int Value { get { while (true) { } } } }\ndisplay(new[] { new Busy() });")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Where(i => { while (true) ; return false; })")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Concat(Enumerable.Range(0, int.MaxValue)).Where(i => i < 0)")]
    [InlineData("Enumerable.Repeat(\"x\", int.MaxValue).Concat(Enumerable.Repeat(\"x\", int.MaxValue)).Sum(s => s.Length / 2)")]
    public void An_interrupt_ends_any_cell_and_keeps_the_state(string endless)
    {
        _cells.Run("var kept = 5;");
        var result = Interrupted("Console.WriteLine(\"started\");\n" + endless);
        Assert.Equal(CellStatus.Interrupted, result.Outcome.Status);
        Assert.Equal("Interrupted", result.Error.Name);
        Assert.Equal("6", _cells.Run("kept + 1").Text);
        Assert.Equal("still here\n", Assert.IsType<StreamText>(Assert.Single(_cells.Run("Console.WriteLine(\"still here\");").Events)).Text);
    }

    [Fact]
    public void The_librarys_token_is_cancelled_first_and_is_fresh_in_the_next_cell()
    {
        Libraries.Compile(Path.Combine(_cells.Folder, "RedGradient.dll"), Library);
        _cells.Run("#r \"RedGradient.dll\"\nvar cleaned = false;");
        var result = Interrupted("try { RedGradient.Work.Train(); } finally { cleaned = RedGradient.AmbientCancellation.Token.IsCancellationRequested; }");
        Assert.Equal(CellStatus.Interrupted, result.Outcome.Status);
        Assert.Equal("True", _cells.Run("cleaned").Text);
        Assert.Equal("False", _cells.Run("RedGradient.AmbientCancellation.Token.IsCancellationRequested").Text);

        var progress = _cells.Run("RedGradient.AmbientProgress.Sink(\"half\", 0.5); RedGradient.AmbientProgress.Sink(\"all\", 1);").Events.Cast<DisplayData>().ToList();
        Assert.Equal(["half (50%)", "all (100%)"], progress.Select(each => (string?)each.Data["text/plain"]));
        Assert.All(progress, each => Assert.True(each.IsTransient));
        Assert.Equal([false, true], progress.Select(each => each.IsUpdate));
    }

    [Fact]
    public void An_interrupt_without_a_running_cell_does_nothing()
    {
        _cells.Session.Interrupt();
        Assert.Equal("1", _cells.Run("1").Text);
        _cells.Session.Interrupt();
        Assert.Equal("2", _cells.Run("2").Text);
    }

    [Fact]
    public void Many_interrupts_leave_a_session_that_works()
    {
        for (var i = 0; i < 20; i++) Interrupted("Console.WriteLine(1); while (true) { }");
        Assert.Equal("3", _cells.Run("1 + 2").Text);
    }

    private CellRunResult Interrupted(string code)
    {
        var started = new TaskCompletionSource();
        var running = _cells.RunAsync(code, _ => started.TrySetResult());
        Assert.True(started.Task.Wait(TimeSpan.FromSeconds(180)));
        _cells.Session.Interrupt();
        return running.WaitAsync(TimeSpan.FromSeconds(180)).GetAwaiter().GetResult();
    }
}
