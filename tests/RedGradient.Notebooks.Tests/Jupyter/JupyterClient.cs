using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>A client of the messaging protocol, written from its documentation: signs, sends, takes apart, and checks every envelope.</summary>
internal sealed class JupyterClient : IDisposable
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private readonly byte[] _key;
    private int _count;

    public JupyterClient(JsonObject connection, string identity = "client-1")
    {
        _key = Encoding.UTF8.GetBytes((string)connection["key"]!);
        Publication = new ZmtpClient((int)connection["iopub_port"]!, "SUB");
        Publication.Send([1]);
        Shell = new ZmtpClient((int)connection["shell_port"]!, "DEALER", identity);
        Control = new ZmtpClient((int)connection["control_port"]!, "DEALER", identity);
        Input = new ZmtpClient((int)connection["stdin_port"]!, "DEALER", identity);
        Session = identity;
        WaitForSubscription();
    }

    public string Session { get; }

    public ZmtpClient Shell { get; }

    public ZmtpClient Control { get; }

    public ZmtpClient Input { get; }

    public ZmtpClient Publication { get; }

    public byte[][] Frames(string type, JsonObject content, out string id, JsonObject? parent = null)
    {
        id = string.Create(CultureInfo.InvariantCulture, $"{Session}-{++_count}");
        var header = new JsonObject { ["msg_id"] = id, ["session"] = Session, ["username"] = "tester", ["date"] = "2026-01-01T00:00:00Z", ["msg_type"] = type, ["version"] = "5.3" };
        return Frames([Encoding.UTF8.GetBytes(header.ToJsonString()), Encoding.UTF8.GetBytes((parent ?? []).ToJsonString()), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content.ToJsonString())]);
    }

    public byte[][] Frames(byte[][] parts) => [Delimiter, Encoding.ASCII.GetBytes(Convert.ToHexString(HMACSHA256.HashData(_key, parts.SelectMany(part => part).ToArray())).ToLowerInvariant()), .. parts];

    public string Send(ZmtpClient channel, string type, JsonObject content, JsonObject? parent = null)
    {
        channel.Send(Frames(type, content, out var id, parent));
        return id;
    }

    public Received Take(byte[][] frames)
    {
        var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        Assert.True(at >= 0 && frames.Length == at + 6, "An envelope has prefix, delimiter, signature and four parts.");
        Assert.Equal(Frames(frames[(at + 2)..])[1], frames[at + 1]);
        var parts = frames[(at + 2)..].Select(part => (JsonObject)JsonNode.Parse(part)!).ToArray();
        Assert.Equal(["date", "msg_id", "msg_type", "session", "username", "version"], parts[0].Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal("5.3", (string?)parts[0]["version"]);
        Assert.True(DateTimeOffset.TryParse((string?)parts[0]["date"], CultureInfo.InvariantCulture, out _));
        return new Received(frames[..at], parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>Sends a request on the shell channel and takes its reply; what is published for it is thrown away.</summary>
    public Received Ask(string type, JsonObject? content = null, ZmtpClient? channel = null)
    {
        channel ??= Shell;
        var id = Send(channel, type, content ?? []);
        var reply = TakeReply(channel, id);
        TakePublished(id);
        return reply;
    }

    public Received TakeReply(ZmtpClient channel, string id)
    {
        while (true)
        {
            var reply = Take(channel.Receive());
            Assert.Empty(reply.Prefix);
            if (reply.ParentId == id) return reply;
        }
    }

    /// <summary>Everything published for a request, from busy to idle.</summary>
    public IReadOnlyList<Received> TakePublished(string id)
    {
        var published = new List<Received>();
        while (published.Count == 0 || published[^1] is not { Type: "status" } last || last["execution_state"] != "idle")
        {
            var message = Take(Publication.Receive());
            Assert.Single(message.Prefix);
            if (message.ParentId == id) published.Add(message);
        }

        Assert.Equal("busy", published[0]["execution_state"]);
        return published;
    }

    public Executed Execute(string code, JsonObject? more = null) => Finish(Begin(code, more));

    public string Begin(string code, JsonObject? more = null)
    {
        var content = new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = true, ["stop_on_error"] = true };
        foreach (var (name, value) in more ?? []) content[name] = value?.DeepClone();
        return Send(Shell, "execute_request", content);
    }

    public Executed Finish(string id)
    {
        var published = TakePublished(id);
        return new Executed(TakeReply(Shell, id), published);
    }

    /// <summary>Waits until a running cell has written something.</summary>
    public void WaitForOutput(string id)
    {
        while (Take(Publication.Receive()) is var message && !(message.ParentId == id && message.Type == "stream"))
        {
        }
    }

    public void Dispose()
    {
        Shell.Dispose();
        Control.Dispose();
        Input.Dispose();
        Publication.Dispose();
    }

    // A subscription takes effect when the kernel has read it, of which nobody is told; so one asks until something arrives.
    private void WaitForSubscription()
    {
        string id;
        do
        {
            id = Send(Shell, "kernel_info_request", []);
            TakeReply(Shell, id);
        }
        while (!Publication.TryReceive(out _, 200));
        while (Publication.TryReceive(out _, 200))
        {
        }
    }
}
