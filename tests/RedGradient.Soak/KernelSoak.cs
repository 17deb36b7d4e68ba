using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Tests.Jupyter;

namespace RedGradient.Soak;

/// <summary>A kernel under noise, interrupts and many cells, on the loopback address alone.</summary>
internal sealed class KernelSoak : IDisposable
{
    private const long MostGrowth = 128L << 20;
    private static readonly string[] Channels = ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"];
    private readonly string _folder = Directory.CreateTempSubdirectory("soak-kernel-").FullName;
    private readonly JsonObject _connection;
    private readonly Process _process;
    private readonly JupyterClient _client;

    public KernelSoak()
    {
        _connection = new JsonObject { ["ip"] = "127.0.0.1", ["transport"] = "tcp", ["signature_scheme"] = "hmac-sha256", ["key"] = "a-key-of-the-soak", ["kernel_name"] = ".net-csharp" };
        var listeners = Channels.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        foreach (var (channel, listener) in Channels.Zip(listeners)) _connection[channel] = ((IPEndPoint)listener.LocalEndpoint).Port;
        listeners.ForEach(listener => listener.Stop());
        var file = Path.Combine(_folder, "connection.json");
        File.WriteAllText(file, _connection.ToJsonString());
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(RedGradient.Notebooks.Documents.Notebook).Assembly.Location, "kernel", file]) { WorkingDirectory = _folder };
        start.Environment["REDGRADIENT_INTERRUPT_GRACE"] = "50";
        start.Environment["REDGRADIENT_HISTORY"] = "none";
        _process = Process.Start(start)!;
        _client = Connect();
        _client.Execute("var alive = 7;");
    }

    internal int Noise(int count)
    {
        var random = new Random(20261128);
        for (var i = 0; i < count; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, (int)_connection[Channels[i % Channels.Length]]!);
            try { socket.Send(Malformed(random, i)); }
            catch (SocketException) { }
            if (random.Next(2) == 0) socket.LingerState = new LingerOption(true, 0);
        }

        return Answers($"kernel: {count} malformed frames and connections");
    }

    internal int Interrupts(int count)
    {
        var failures = 0;
        for (var i = 0; i < count && failures < 5; i++)
        {
            var id = _client.Begin("Console.WriteLine(\"on\"); System.Threading.Thread.Sleep(600_000);");
            _client.WaitForOutput(id);
            _client.Send(_client.Control, "interrupt_request", []);
            while (_client.Take(_client.Publication.Receive()) is var message && !(message.ParentId == id && message.Type == "status" && message["execution_state"] == "idle"))
            {
            }

            if (_client.TakeReply(_client.Shell, id)["status"] != "error") failures += ReaderRun.Fail($"interrupt {i}: the cell ended without an error");
        }

        return failures + Answers($"kernel: {count} interrupts");
    }

    internal int Cells(int count)
    {
        for (var i = 0; i < count / 10; i++) _client.Execute(Cell(i));
        var before = Memory();
        for (var i = count / 10; i < count; i++)
        {
            _client.Execute(Cell(i));
            if ((i + 1) % 1000 == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kernel: after {i + 1} cells {Memory() / 1e6:0.0} MB"));
        }

        var grown = Memory() - before;
        var failures = grown > MostGrowth ? ReaderRun.Fail($"the kernel grew by {grown} bytes over {count - (count / 10)} cells; allowed {MostGrowth}") : 0;
        return failures + Answers(string.Create(CultureInfo.InvariantCulture, $"kernel: {count} cells, of ten five values, one print, three declarations run again and one of a new name, grown by {grown / 1e6:0.0} MB after the first tenth, about 80 KB of it for each of the {(count - (count / 10)) / 10} new names"));
    }

    // A name that is declared anew takes the place of the one before it; a new name stays, and its memory with it.
    private static string Cell(int i) => (i % 10) switch
    {
        0 => "var seen = alive + 1;",
        1 => "int Twice(int x) => 2 * x;\nvar twice = Twice(alive);",
        2 => "Twice(seen)",
        3 => "var rows = Enumerable.Range(0, 3).Select(i => new { Index = i, Alive = alive + i }).ToList();",
        4 => "Console.WriteLine(rows.Count);",
        5 => string.Create(CultureInfo.InvariantCulture, $"var own{i} = alive + {i};"),
        _ => "alive + 1",
    };

    public void Dispose()
    {
        _client.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int Answers(string what)
    {
        var result = _process.HasExited ? "nothing: its process has ended" : _client.Execute("alive").Result;
        Console.WriteLine($"{what}; afterwards it answers {result}");
        return result == "7" ? 0 : ReaderRun.Fail($"{what}: the kernel answered {result}, expected 7");
    }

    private long Memory() => OperatingSystem.IsLinux()
        ? 1024 * long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture)
        : 0;

    private JupyterClient Connect()
    {
        for (var limit = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            try { return new JupyterClient(_connection); }
            catch (SocketException) when (limit.Elapsed < TimeSpan.FromMinutes(2) && !_process.HasExited) { }
        }
    }

    private byte[] Malformed(Random random, int kind)
    {
        var noise = new byte[random.Next(1, 300)];
        random.NextBytes(noise);
        byte[] opening = [.. ZmtpClient.Greeting(), .. ZmtpClient.Ready(random.Next(3) switch { 0 => "SUB", 1 => "REQ", _ => "DEALER" })];
        return (kind / 5 % 6) switch
        {
            0 => noise,
            1 => [.. ZmtpClient.Greeting(), .. noise],
            2 => [.. opening, .. noise],
            3 => [.. opening, 2, .. Enumerable.Repeat((byte)0x7F, 8), .. noise],
            4 => [.. ZmtpClient.Greeting()[..random.Next(1, 64)]],
            _ => [.. opening, .. Envelope(_client.Frames([noise, noise, "{}"u8.ToArray(), "{"u8.ToArray()]))],
        };
    }

    private static byte[] Envelope(byte[][] frames) =>
        [.. frames.SelectMany((frame, index) => (byte[])[(byte)((index < frames.Length - 1 ? 1 : 0) | 2), 0, 0, 0, 0, 0, 0, (byte)(frame.Length >> 8), (byte)frame.Length, .. frame])];
}
