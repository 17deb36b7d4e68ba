using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Tests.Running;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>A kernel process, started as Jupyter starts it, in a folder of its own.</summary>
public sealed class KernelHost : IDisposable
{
    public static string Program { get; } = Path.Combine(Path.GetDirectoryName(TemporaryCourse.CommandLine)!, "RedGradient.Notebooks.dll");

    public KernelHost()
    {
        Folder = Directory.CreateTempSubdirectory("kernel-").FullName;
        var ports = FreePorts(5);
        Connection = new JsonObject
        {
            ["ip"] = "127.0.0.1",
            ["transport"] = "tcp",
            ["shell_port"] = ports[0],
            ["iopub_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["control_port"] = ports[3],
            ["hb_port"] = ports[4],
            ["signature_scheme"] = "hmac-sha256",
            ["key"] = "7b1c-a-key-of-the-tests",
            ["kernel_name"] = ".net-csharp",
        };
        File.WriteAllText(ConnectionFile, Connection.ToJsonString());
        Process = Start();
    }

    public string Folder { get; }

    public string ConnectionFile => Path.Combine(Folder, "connection.json");

    public JsonObject Connection { get; }

    public Process Process { get; private set; }

    internal JupyterClient Connect(string identity = "client-1")
    {
        // The kernel listens as soon as it can; until then nobody answers.
        for (var limit = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            try { return new JupyterClient(Connection, identity); }
            catch (SocketException) when (limit.Elapsed < TimeSpan.FromSeconds(120) && !Process.HasExited) { }
        }
    }

    public void Restart()
    {
        Assert.True(Process.WaitForExit(TimeSpan.FromSeconds(120)));
        Process.Dispose();
        Process = Start();
    }

    public ProcessStartInfo StartInfo(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Folder };
        start.Environment["REDGRADIENT_INTERRUPT_GRACE"] = "50";
        start.Environment["REDGRADIENT_HISTORY"] = Path.Combine(Folder, "history.jsonl");
        return start;
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
        Process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    private Process Start() => Process.Start(StartInfo("dotnet", "exec", Program, "kernel", ConnectionFile))!;
}
