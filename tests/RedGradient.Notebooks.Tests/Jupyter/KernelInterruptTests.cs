using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Interrupts by message, a hundred of them.</summary>
[Collection(KernelTests.Name)]
public sealed class KernelInterruptTests : IDisposable
{
    private readonly KernelHost _host;
    private readonly JupyterClient _client;

    public KernelInterruptTests(KernelHost host)
    {
        _host = host;
        _client = host.Connect();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Interrupts_end_endless_cells_of_every_kind_and_keep_the_state()
    {
        string[] endless =
        [
            "while (true) { }",
            "while (true) await Task.Delay(1);",
            "await Task.Delay(-1);",
            "System.Threading.Thread.Sleep(-1);",
            "for (var i = 0; ; i++) Console.WriteLine(i);",
            "Console.ReadLine();",
            "new TaskCompletionSource<int>().Task.Result",
            "class Slow { public int Value { get { while (true) { } } } } new Slow()",
            "class Stuck { public override string ToString() { System.Threading.Thread.Sleep(-1); return \"\"; } } new Stuck()",
        ];
        _client.Execute("var kept = 5;");
        var before = KernelUse.Of(_host.Process.Id);
        for (var i = 0; i < (KernelTests.RunsInFull ? 100 : 18); i++)
        {
            var id = _client.Begin("Console.WriteLine(\"started\");\n" + endless[i % endless.Length]);
            _client.WaitForOutput(id);
            // A question is asked before the interrupt comes.
            if (i % endless.Length == 5) _client.Input.Receive();
            var interrupt = _client.Send(_client.Control, "interrupt_request", []);
            var answer = _client.TakeReply(_client.Control, interrupt);
            Assert.Equal(("interrupt_reply", "ok"), (answer.Type, answer["status"]));
            Assert.Equal(["status"], answer.Fields);
            var reply = _client.TakeReply(_client.Shell, id);
            Assert.Equal(("error", "Interrupted"), (reply["status"], reply["ename"]));
        }

        using var again = _host.Connect("again");
        Assert.Equal("6", again.Execute("kept + 1").Result);
        KernelUse.AssertNoMoreThan(before, _host.Process.Id, sparePerKind: 12);
    }

    [Fact]
    public void A_completion_that_waits_behind_an_endless_cell_is_answered_after_the_interrupt()
    {
        var id = _client.Begin("Console.WriteLine(1); new TaskCompletionSource<int>().Task.Wait();");
        _client.WaitForOutput(id);
        var completion = _client.Send(_client.Shell, "complete_request", new JsonObject { ["code"] = "Console.WriteL", ["cursor_pos"] = 14 });
        Assert.Equal("ok", _client.TakeReply(_client.Control, _client.Send(_client.Control, "interrupt_request", []))["status"]);
        Assert.Equal("Interrupted", _client.TakeReply(_client.Shell, id)["ename"]);
        Assert.Contains("WriteLine", _client.TakeReply(_client.Shell, completion).Content["matches"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_without_a_running_cell_does_nothing()
    {
        Assert.Equal("ok", _client.Ask("interrupt_request", new JsonObject(), _client.Control)["status"]);
        Assert.Equal("2", _client.Execute("1 + 1").Result);
    }
}
