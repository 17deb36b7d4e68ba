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
