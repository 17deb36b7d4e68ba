using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>What is written past the console, the end that leaves no time for a message, and the session after it.</summary>
[Collection(KernelTests.Name)]
public sealed class KernelDeathTests
{
    [SkippableFact]
    public void Raw_text_is_the_cells_and_the_kernel_after_one_that_died_says_so_and_remembers_its_cells()
    {
        Skip.If(OperatingSystem.IsWindows(), "There, raw streams stay the process's own.");
        using var host = new KernelHost();
        using (var client = host.Connect())
        {
            var raw = client.Execute("Console.Write(\"a \");\nConsole.OpenStandardError().Write(\"raw é\\n\"u8.ToArray());\nSystem.Diagnostics.Process.Start(\"echo\", \"from a program\").WaitForExit();");
            Assert.Equal("raw é\n", string.Concat(raw.Published.Where(message => message.Type == "stream" && message["name"] == "stderr").Select(message => message["text"])));
            Assert.Contains("from a program\n", raw.Text, StringComparison.Ordinal);
            // As much as a pipe holds, many times over.
            Assert.Equal(300_000, client.Execute("Console.OpenStandardOutput().Write(new byte[300_000].Select(_ => (byte)'x').ToArray());").Text.Length);
            client.Execute("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort();");
            client.Begin("abort();");
            Assert.True(host.Process.WaitForExit(TimeSpan.FromSeconds(100)));
        }

        // Marks of kernels whose connection is gone lead nowhere; what is no mark stays.
        var (orphan, other) = (Path.Combine(host.Folder, "gone.json.alive"), Path.Combine(host.Folder, "other.json.alive"));
        File.WriteAllText(orphan, "");
        File.WriteAllText(other, "text");
        host.Restart();
        using var again = host.Connect();
        Assert.Equal((false, true), (File.Exists(orphan), File.Exists(other)));
        var first = again.Execute("1 + 1");
        Assert.StartsWith("The kernel before this one ended at once", first.Outputs[0]["text"], StringComparison.Ordinal);
        Assert.Equal(("2", 1), (first.Result, again.Execute("2").Outputs.Count));
        Assert.Equal("[[1,3,", History(new() { ["hist_access_type"] = "range", ["session"] = -1, ["start"] = 3 })[..6]);
        Assert.Equal("[[2,1,\"1 \\u002B 1\"],[2,2,\"2\"]]", History(new() { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.StartsWith("[[1,2,", History(new() { ["hist_access_type"] = "search", ["pattern"] = "*300_000*" }), StringComparison.Ordinal);

        string History(JsonObject request) => again.Ask("history_request", request).Content["history"]!.ToJsonString();
    }
}
