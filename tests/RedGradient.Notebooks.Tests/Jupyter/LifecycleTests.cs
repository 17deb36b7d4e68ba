using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>How a kernel begins and ends.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public void A_restart_gives_a_fresh_kernel_on_the_same_ports()
    {
        using var host = new KernelHost();
        for (var i = 0; i < (KernelTests.RunsInFull ? 50 : 2); i++)
        {
            using (var client = host.Connect())
            {
                Assert.Equal(("1", "0"), (client.Execute("var only = 0; only").Reply["execution_count"], client.Execute("only").Result));
                // Either channel will do.
                var channel = i % 2 == 0 ? client.Control : client.Shell;
                var reply = client.TakeReply(channel, client.Send(channel, "shutdown_request", new JsonObject { ["restart"] = true }));
                Assert.Equal(("shutdown_reply", "ok", "true"), (reply.Type, reply["status"], reply["restart"]));
                Assert.Equal(["restart", "status"], reply.Fields);
            }

            Assert.True(host.Process.WaitForExit(TimeSpan.FromSeconds(120)));
            Assert.Equal(0, host.Process.ExitCode);
            host.Restart();
        }
    }

    [Fact]
    public void A_cell_that_ends_the_process_ends_it_cleanly_and_the_client_is_told()
    {
        using var host = new KernelHost();
        using var client = host.Connect();
        var executed = client.Execute("Console.WriteLine(\"last words\"); Environment.Exit(3);");
        Assert.Equal("last words\n", executed.Text);
        Assert.Equal(("error", "KernelEnded"), (executed.Reply["status"], executed.Reply["ename"]));
        Assert.Contains("exit code 3", executed.Reply["evalue"], StringComparison.Ordinal);
        Assert.Equal("KernelEnded", Assert.Single(executed.Outputs, message => message.Type == "error")["ename"]);
        Assert.True(host.Process.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Equal(3, host.Process.ExitCode);
    }

    [Fact]
    public void A_shutdown_ends_a_cell_that_runs()
    {
        using var host = new KernelHost();
        using var client = host.Connect();
        var id = client.Begin("Console.WriteLine(1); while (true) { }");
        client.WaitForOutput(id);
        Assert.Equal("false", client.TakeReply(client.Control, client.Send(client.Control, "shutdown_request", new JsonObject { ["restart"] = false }))["restart"]);
        Assert.Equal("KernelEnded", client.TakeReply(client.Shell, id)["ename"]);
        Assert.True(host.Process.WaitForExit(TimeSpan.FromSeconds(60)));
    }

    [SkippableFact]
    public void The_kernel_dies_with_its_parent()
    {
        Skip.If(OperatingSystem.IsWindows(), "The parent is a shell.");
        using var host = new KernelHost();
        host.Process.Kill();
        host.Process.WaitForExit();
        using var parent = Process.Start(host.StartInfo("sh", "-c", $"dotnet exec '{KernelHost.Program}' kernel '{host.ConnectionFile}'; exit 7"))!;
        int kernelId;
        string id;
        using var client = ConnectTo(host);
        kernelId = int.Parse(client.Execute("Environment.ProcessId").Result!, CultureInfo.InvariantCulture);
        id = client.Begin("Console.WriteLine(1); while (true) { }");
        client.WaitForOutput(id);
        using var kernel = Process.GetProcessById(kernelId);
        parent.Kill();
        Assert.True(kernel.WaitForExit(TimeSpan.FromSeconds(60)), "The kernel outlived its parent.");
    }

    [SkippableFact]
    public void A_terminals_interrupt_means_the_cell_and_a_termination_the_kernel()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        Interrupts.SkipIfIgnored();
        using var host = new KernelHost();
        using var client = host.Connect();
        var id = client.Begin("Console.WriteLine(1); while (true) { }");
        client.WaitForOutput(id);
        Signal("INT");
        Assert.Equal("Interrupted", client.TakeReply(client.Shell, id)["ename"]);
        Assert.Equal("2", client.Execute("1 + 1").Result);
        Signal("TERM");
        Assert.True(host.Process.WaitForExit(TimeSpan.FromSeconds(60)));

        void Signal(string name)
        {
            using var kill = Process.Start("kill", $"-{name} {host.Process.Id}");
            kill.WaitForExit();
        }
    }

    [Theory]
    [InlineData("{\"transport\": \"ipc\"}", "transport was \"ipc\"; allowed is tcp")]
    [InlineData("{\"shell_port\": 70000}", "shell_port was 70000; allowed are whole numbers from 1 to 65535")]
    [InlineData("{\"ip\": \"nowhere\"}", "ip was \"nowhere\"")]
    [InlineData("{\"signature_scheme\": \"hmac-md5\"}", "signature_scheme was \"hmac-md5\"; allowed is hmac-sha256")]
    [InlineData("[]", "is no connection file")]
    [InlineData("{", "is no connection file")]
    public void A_connection_file_that_means_nothing_is_refused_with_a_sentence(string json, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("kernel-");
        var path = Path.Combine(folder.FullName, "connection.json");
        File.WriteAllText(path, json);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", KernelHost.Program, "kernel", path]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        folder.Delete(recursive: true);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static JupyterClient ConnectTo(KernelHost host)
    {
        for (var limit = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            try { return new JupyterClient(host.Connection); }
            catch (System.Net.Sockets.SocketException) when (limit.Elapsed < TimeSpan.FromSeconds(120)) { }
        }
    }
}
