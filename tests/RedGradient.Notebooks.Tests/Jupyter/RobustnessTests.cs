using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Peers that break every rule: nothing of it may stop the kernel or stay behind in it.</summary>
[Collection(KernelTests.Name)]
public sealed class RobustnessTests(KernelHost host)
{
    [Fact]
    public void A_thousand_malformed_frames_leave_a_kernel_that_answers_and_holds_nothing_of_them()
    {
        using var client = host.Connect();
        client.Execute("var alive = 7;");
        var before = KernelUse.Of(host.Process.Id);
        var random = new Random(20260101);
        int[] ports = [.. new[] { "shell_port", "control_port", "stdin_port", "iopub_port", "hb_port" }.Select(name => (int)host.Connection[name]!)];
        for (var i = 0; i < 1_000; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, ports[i % ports.Length]);
            Send(socket, Malformed(client, random, i));
            // Some say goodbye, some vanish.
            if (random.Next(2) == 0) socket.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal("7", client.Execute("alive").Result);
        using (var heartbeat = new ZmtpClient(ports[4], "REQ"))
        {
            heartbeat.Send([], [1]);
            Assert.Equal([[], [1]], heartbeat.Receive());
        }

        KernelUse.AssertNoMoreThan(before, host.Process.Id, sparePerKind: 12);
    }

    [Fact]
    public void Half_open_connections_and_a_peer_that_never_reads_hold_nobody_up()
    {
        using var client = host.Connect();
        var sockets = new List<Socket>();
        for (var i = 0; i < 60; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
            socket.Connect(IPAddress.Loopback, (int)host.Connection[i % 2 == 0 ? "shell_port" : "iopub_port"]!);
            // Nothing; half a greeting; a subscriber that reads nothing; half a message.
            if (i % 4 == 1) socket.Send(ZmtpClient.Greeting().AsSpan(0, 20));
            if (i % 4 >= 2) Send(socket, [.. ZmtpClient.Greeting(), .. ZmtpClient.Ready(i % 2 == 0 ? "DEALER" : "SUB"), .. i % 2 == 0 ? new byte[] { 1, 9, 60 } : [0, 1, 1]]);
            sockets.Add(socket);
        }

        Assert.Equal(3_000_000, client.Execute("Console.Write(new string('x', 3_000_000));").Text.Length);
        sockets.ForEach(socket => socket.Dispose());
        Assert.Equal("2", client.Execute("1 + 1").Result);
    }

    [Fact]
    public void Messages_with_a_wrong_signature_get_no_answer()
    {
        using var client = host.Connect();
        var frames = client.Frames("execute_request", new() { ["code"] = "Environment.Exit(3);" }, out _);
        foreach (var signature in new[] { "", "00", new string('0', 64), Encoding.ASCII.GetString(frames[1]).ToUpperInvariant() + "0" })
        {
            client.Shell.Send([frames[0], Encoding.ASCII.GetBytes(signature), .. frames[2..]]);
        }

        Assert.Equal("ok", client.Ask("kernel_info_request")["status"]);
        Assert.False(client.Shell.TryReceive(out _, 0));
    }

    [SkippableFact]
    public void The_kernel_listens_on_the_loopback_address_alone()
    {
        Skip.IfNot(File.Exists("/proc/net/tcp"), "Listening sockets are read from /proc.");
        var listening = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 3 && fields[3] == "0A").Select(fields => fields[1]).ToList();
        foreach (var name in new[] { "shell_port", "control_port", "stdin_port", "iopub_port", "hb_port" })
        {
            var port = ((int)host.Connection[name]!).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(["0100007F:" + port], listening.Where(address => address.EndsWith(":" + port, StringComparison.Ordinal)));
        }
    }

    private static byte[] Malformed(JupyterClient client, Random random, int kind)
    {
        byte[] noise = new byte[random.Next(1, 300)];
        random.NextBytes(noise);
        byte[] opening = [.. ZmtpClient.Greeting(), .. ZmtpClient.Ready(random.Next(4) switch { 0 => "SUB", 1 => "REQ", _ => "DEALER" }, random.Next(3) == 0 ? "client-2" : "")];
        return (kind / 5 % 8) switch
        {
            0 => noise,
            1 => [.. ZmtpClient.Greeting(), .. noise],
            2 => [.. opening, .. noise],
            // A frame that claims more than there is memory.
            3 => [.. opening, 2, .. Enumerable.Repeat((byte)0x7F, 8), .. noise],
            // A greeting of another version, a mechanism that is not there.
            4 => [.. ZmtpClient.Greeting()[..10], (byte)random.Next(3), 0, .. "PLAIN"u8, .. new byte[47]],
            // Delimiter and signature are there, the parts are not.
            5 => [.. opening, .. Message(client.Frames([noise])[..random.Next(1, 3)])],
            // Rightly signed, and no JSON.
            6 => [.. opening, .. Message(client.Frames([noise, noise, "{}"u8.ToArray(), "{"u8.ToArray()]))],
            // Rightly signed JSON that means nothing.
            _ => [.. opening, .. Message(client.Frames([.. new[] { Word(random), Word(random), "{}", Word(random) }.Select(Encoding.UTF8.GetBytes)]))],
        };
    }

    private static string Word(Random random) => random.Next(7) switch
    {
        0 => "[]",
        1 => "{\"msg_id\":5,\"msg_type\":null}",
        2 => "{\"msg_id\":\"\\ud800\",\"msg_type\":\"execute_request\"}",
        3 => "{\"msg_id\":\"a\",\"msg_type\":\"execute_request\"}",
        4 => new string('[', 200),
        5 => "{\"code\":{},\"code\":1}",
        _ => "{\"msg_id\":\"a\",\"msg_type\":\"complete_request\",\"code\":\"x.\",\"cursor_pos\":-7}",
    };

    private static byte[] Message(byte[][] frames) =>
        [.. frames.SelectMany((frame, index) => (byte[])[(byte)((index < frames.Length - 1 ? 1 : 0) | 2), 0, 0, 0, 0, 0, 0, (byte)(frame.Length >> 8), (byte)frame.Length, .. frame])];

    // The kernel may close while one still sends, which is its right.
    private static void Send(Socket socket, byte[] bytes)
    {
        try { socket.Send(bytes); }
        catch (SocketException) { }
    }
}
