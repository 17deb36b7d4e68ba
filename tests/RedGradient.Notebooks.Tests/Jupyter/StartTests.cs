using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Kernels whose first cell does not wait for them to be ready, and kernels that many cells are sent to.</summary>
public sealed class StartTests
{
    [Fact]
    public void A_cell_sent_at_once_leaves_every_name_as_it_is()
    {
        // Each restarted process is a start of its own: the race was between the first cell and the warming up.
        for (var i = 0; i < (KernelTests.RunsInFull ? 100 : 1); i++)
        {
            using var host = new KernelHost();
            using var client = host.Connect();
            var first = client.Begin("display(1); var x = 5;");
            var second = client.Begin("display(x); HTML(\"<b>2</b>\")");
            Assert.Equal("ok", client.Finish(first).Reply["status"]);
            Assert.Equal("ok", client.Finish(second).Reply["status"]);
        }
    }

    [Fact]
    public void The_compiler_is_left_when_it_takes_too_long_for_a_completion_a_tooltip_or_a_cell()
    {
        using var host = new KernelHost();
        using var client = host.Connect();
        client.Execute("var kept = 1; int M(Func<int, int> f) => 0; string M(Func<string, string> f) => null; double M(Func<double, double> f) => 0;");
        // Each lambda has three meanings, and each of them three for the one in it.
        var nested = string.Concat(Enumerable.Range(0, 15).Select(i => $"M(x{i} => ")) + "x0" + new string(')', 15);
        JsonObject Question(string code) => new() { ["code"] = code, ["cursor_pos"] = code.Length };
        void Interrupt(string id)
        {
            byte[][]? reply;
            // What has not begun yet is not interrupted.
            do client.Send(client.Control, "interrupt_request", []);
            while (!client.Shell.TryReceive(out reply, 500));
            Assert.Equal((id, "error", "Interrupted"), (client.Take(reply!).ParentId, client.Take(reply!)["status"], client.Take(reply!)["ename"]));
        }

        Interrupt(client.Send(client.Shell, "complete_request", Question(nested + ".")));
        Interrupt(client.Begin(nested));
        // A newer question ends the older one too.
        var older = client.Send(client.Shell, "inspect_request", Question(nested));
        var newer = client.Send(client.Shell, "complete_request", Question("kep"));
        Assert.Equal("Interrupted", client.TakeReply(client.Shell, older)["ename"]);
        Assert.Equal("[\"kept\"]", client.TakeReply(client.Shell, newer).Content["matches"]!.ToJsonString());
        Assert.Equal("2", client.Execute("kept + 1").Result);
    }

    [SkippableFact]
    public void A_thousand_cells_stay_small_and_own_names_come_first()
    {
        var count = KernelTests.RunsInFull ? 1_000 : 30;
        using var host = new KernelHost();
        using var client = host.Connect();
        for (var i = 0; i < count; i++) Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), client.Execute($"var Consider{i} = {i}; Consider{i}").Result);
        var matches = client.Ask("complete_request", new JsonObject { ["code"] = "var Construct = 1; Cons", ["cursor_pos"] = 23 }).Content["matches"]!.AsArray().Select(match => (string)match!).ToList();
        Assert.Equal("Construct", matches[0]);
        Assert.All(matches.Skip(1).Take(count), match => Assert.StartsWith("Consider", match, StringComparison.Ordinal));
        Assert.Contains("Console", matches);
        if (KernelTests.RunsInFull) AssertResident(host.Process.Id, 300);
    }

    private static void AssertResident(int process, int mostMegabytes)
    {
        var status = $"/proc/{process}/status";
        Skip.IfNot(File.Exists(status), "How much a process holds is read from /proc.");
        var line = File.ReadLines(status).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(kilobytes / 1024, 1, mostMegabytes);
    }
}
