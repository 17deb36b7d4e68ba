using System.Text;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Tests.Sessions;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Each request that is not an execution, and each field of its reply, as the protocol's documentation has them.</summary>
[Collection(KernelTests.Name)]
public sealed class RequestTests : IDisposable
{
    private readonly KernelHost _host;
    private readonly JupyterClient _client;

    public RequestTests(KernelHost host)
    {
        _host = host;
        _client = host.Connect();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void The_greeting_is_that_of_version_3_without_security_and_ready_names_the_socket()
    {
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8.ToArray(), .. new byte[16 + 32]], _client.Shell.PeerGreeting);
        Assert.Equal([5, .. "READY"u8.ToArray(), 11, .. "Socket-Type"u8.ToArray(), 0, 0, 0, 6, .. "ROUTER"u8.ToArray()], _client.Shell.PeerReady);
        Assert.EndsWith("PUB", Encoding.ASCII.GetString(_client.Publication.PeerReady), StringComparison.Ordinal);
    }

    [Fact]
    public void The_heartbeat_says_back_what_it_hears()
    {
        using var heartbeat = new ZmtpClient((int)_host.Connection["hb_port"]!, "REQ");
        heartbeat.Send([], "ping"u8.ToArray());
        Assert.Equal([[], "ping"u8.ToArray()], heartbeat.Receive());
    }

    [Fact]
    public void Kernel_info_says_protocol_implementation_and_language_on_shell_and_control()
    {
        foreach (var channel in new[] { _client.Shell, _client.Control })
        {
            var reply = _client.Ask("kernel_info_request", channel: channel);
            Assert.Equal("kernel_info_reply", reply.Type);
            Assert.Equal(["banner", "debugger", "help_links", "implementation", "implementation_version", "language_info", "protocol_version", "status"], reply.Fields);
            Assert.Equal(("ok", "5.3", "redgradient"), (reply["status"], reply["protocol_version"], reply["implementation"]));
            Assert.Matches(@"^\d+\.\d+\.\d+$", reply["implementation_version"]);
            Assert.IsType<JsonArray>(reply.Content["help_links"]);
            var language = (JsonObject)reply.Content["language_info"]!;
            Assert.Equal(("C#", ".cs", "text/x-csharp", "csharp"), ((string?)language["name"], (string?)language["file_extension"], (string?)language["mimetype"], (string?)language["pygments_lexer"]));
            Assert.Matches(@"^\d+\.\d+", (string?)language["version"]);
        }
    }

    [Fact]
    public void Every_request_is_busy_first_and_idle_last_and_carries_its_parent()
    {
        var id = _client.Send(_client.Shell, "comm_info_request", []);
        var states = _client.TakePublished(id);
        Assert.Equal(["busy", "idle"], states.Select(state => state["execution_state"]));
        Assert.All(states, state => Assert.Equal(("status", "kernel.status", "tester"), (state.Type, Encoding.ASCII.GetString(state.Prefix[0]), (string?)state.Parent["username"])));
        Assert.Equal(id, _client.TakeReply(_client.Shell, id).ParentId);
    }

    [Fact]
    public void There_are_no_comms_and_one_that_is_opened_is_closed()
    {
        var reply = _client.Ask("comm_info_request", new JsonObject { ["target_name"] = "any" });
        Assert.Equal(("comm_info_reply", "ok", "{}"), (reply.Type, reply["status"], reply.Content["comms"]!.ToJsonString()));
        var id = _client.Send(_client.Shell, "comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "any", ["data"] = new JsonObject() });
        var close = Assert.Single(_client.TakePublished(id), message => message.Type == "comm_close");
        Assert.Equal("c1", close["comm_id"]);
    }

    [Theory]
    [InlineData("var x = 1;", "complete", null)]
    [InlineData("1 + 1", "complete", null)]
    [InlineData("for (var i = 0; i < 3; i++) {", "incomplete", "    ")]
    [InlineData("class A { void B() {", "incomplete", "        ")]
    [InlineData("var = = 3;", "invalid", null)]
    [InlineData("Console.WriteLine(1))", "invalid", null)]
    [InlineData("int 5x = ;;)", "invalid", null)]
    [InlineData("\"abc", "invalid", null)]
    public void Is_complete_says_whether_more_lines_are_needed(string code, string status, string? indent)
    {
        var reply = _client.Ask("is_complete_request", new JsonObject { ["code"] = code });
        Assert.Equal(("is_complete_reply", status, indent), (reply.Type, reply["status"], reply["indent"]));
        Assert.Equal(indent is null ? ["status"] : ["indent", "status"], reply.Fields);
    }

    [Fact]
    public void History_gives_tail_range_and_search()
    {
        var first = int.Parse(_client.Execute("\"h\" + 1").Reply["execution_count"]!, System.Globalization.CultureInfo.InvariantCulture);
        _client.Execute("\"h\" + 2");
        _client.Execute("\"h\" + 1");
        Assert.Equal($"""[[1,{first + 1},"\"h\" + 2"],[1,{first + 2},"\"h\" + 1"]]""", Ask("tail", new JsonObject { ["n"] = 2 }));
        Assert.Equal($"""[[1,{first},["\"h\" + 1","h1"]]]""", Ask("range", new JsonObject { ["session"] = 0, ["start"] = first, ["stop"] = first + 1, ["output"] = true }));
        Assert.Equal($"""[[1,{first + 1},"\"h\" + 2"],[1,{first + 2},"\"h\" + 1"]]""", Ask("search", new JsonObject { ["pattern"] = "\"h\"*", ["unique"] = true, ["n"] = 10 }));
        Assert.Equal("[]", Ask("range", new JsonObject { ["session"] = -1, ["start"] = 0, ["stop"] = 9 }));

        string Ask(string type, JsonObject more)
        {
            var request = new JsonObject { ["output"] = false, ["raw"] = true, ["hist_access_type"] = type };
            foreach (var (name, value) in more) request[name] = value?.DeepClone();
            var reply = _client.Ask("history_request", request);
            Assert.Equal(("history_reply", "ok"), (reply.Type, reply["status"]));
            Assert.Equal(["history", "status"], reply.Fields);
            return reply.Content["history"]!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
    }

    [Fact]
    public void Requests_that_mean_nothing_are_answered_with_an_error()
    {
        foreach (var (type, content) in new[] { ("debug_request", "{}"), ("complete_request", "{}"), ("history_request", """{"hist_access_type":"all"}"""), ("inspect_request", """{"code":5}""") })
        {
            var reply = _client.Ask(type, (JsonObject)JsonNode.Parse(content)!);
            Assert.Equal((type.Replace("request", "reply", StringComparison.Ordinal), "error"), (reply.Type, reply["status"]));
            Assert.Equal(["ename", "evalue", "status", "traceback"], reply.Fields);
        }
    }

    [Fact]
    public void Completion_finds_members_scope_types_and_named_arguments()
    {
        Libraries.Compile(
            Path.Combine(_host.Folder, "lab/Course.dll"),
            """
            namespace Course.Attacks { /// <summary>One step along the sign of the gradient (FGSM).</summary>
            public static class FastGradientSign {
                /// <summary>Perturbs <paramref name="pixels"/>, see <see cref="FastGradientSign"/>.</summary>
                /// <param name="pixels">In [0, 1].</param><param name="epsilon">How far.</param><returns>The <c>same</c> shape.</returns>
                /// <exception cref="System.ArgumentException">Out of range.</exception>
                public static float[] Perturb(float[] pixels, float epsilon = 0.1f) => pixels; }
            public record Options { public int Steps { get; init; } public float Epsilon { get; init; } } }
            """);
        _client.Execute("#r \"lab/Course.dll\"\nvar sample = new[] { 1.5f };");
        Assert.Equal([("Course.dll", "path")], Matches("#r \"lab/Co"));
        Assert.Equal([("time", "keyword")], Matches("#!ti"));
        Assert.Contains("Course.Attacks.FastGradientSign", Matches("FastGr").Select(each => each.Text));
        _client.Execute("using Course.Attacks;");
        var (text, kind) = Assert.Single(Matches("var y = 1;\nFastGr"));
        Assert.Equal(("FastGradientSign", "class"), (text, kind));
        Assert.Equal([("Perturb", "function")], Matches("FastGradientSign.P"));
        Assert.Contains(("Length", "property"), Matches("sample."));
        Assert.Contains(("Select", "function"), Matches("sample.Sel"));
        Assert.Contains(("sample", "instance"), Matches("Console.WriteLine(sam"));
        Assert.Contains("epsilon:", Matches("FastGradientSign.Perturb(sample, eps").Select(each => each.Text));
        Assert.Equal(["Epsilon", "Steps"], Matches("new Options { ").Select(each => each.Text).Where(each => each is "Steps" or "Epsilon"));
        Assert.Contains(("foreach", "keyword"), Matches("fore"));
        Assert.Contains("ToUpper", Matches("sample.Select(x => x.ToString().ToU").Select(each => each.Text));
        Assert.Empty(Matches("// sam"));
        Assert.Empty(Matches("\"sam"));

        // Positions count characters, of which the face is one.
        var reply = _client.Ask("complete_request", new JsonObject { ["code"] = "var s = \"😀\"; FastGrX", ["cursor_pos"] = 19 });
        Assert.Equal(["cursor_end", "cursor_start", "matches", "metadata", "status"], reply.Fields);
        Assert.Equal(("ok", 13, 19, "FastGradientSign"), (reply["status"], (int)reply.Content["cursor_start"]!, (int)reply.Content["cursor_end"]!, (string?)reply.Content["matches"]![0]));

        Inspected("FastGradientSign.Perturb(sample)", 20, "float[] FastGradientSign.Perturb(float[] pixels, float epsilon = 0.1)", "Perturbs pixels, see FastGradientSign.", "epsilon: How far.", "The same shape.", "ArgumentException: Out of range.", "in Course.Attacks");
        Inspected("FastGradientSign.Perturb(sample, ", 33, "Perturbs pixels");
        Inspected("FastGradientSign.Perturb(sample)", 3, "class FastGradientSign", "One step along the sign of the gradient (FGSM).");
        Inspected("FastGradientSign", 16, "FGSM");
        Inspected("sample", 2, "float[] sample");
        Assert.Contains("Perturb(float[] pixels", _client.Ask("inspect_request", new JsonObject { ["code"] = "FastGradientSign", ["cursor_pos"] = 4, ["detail_level"] = 1 }).Content["data"]!["text/plain"]!.ToString(), StringComparison.Ordinal);
        var nothing = _client.Ask("inspect_request", new JsonObject { ["code"] = "nothingOfThisName", ["cursor_pos"] = 4, ["detail_level"] = 0 });
        Assert.Equal(("ok", "false", "{}"), (nothing["status"], nothing["found"], nothing.Content["data"]!.ToJsonString()));

        List<(string Text, string Kind)> Matches(string code)
        {
            var answer = _client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length });
            var kinds = (JsonArray)answer.Content["metadata"]!["_jupyter_types_experimental"]!;
            Assert.Equal(((JsonArray)answer.Content["matches"]!).Select(match => match!.ToString()), kinds.Select(each => each!["text"]!.ToString()));
            return [.. kinds.Select(each => (each!["text"]!.ToString(), each["type"]!.ToString()))];
        }

        void Inspected(string code, int position, params string[] parts)
        {
            var answer = _client.Ask("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = position, ["detail_level"] = 0 });
            Assert.Equal(["data", "found", "metadata", "status"], answer.Fields);
            Assert.Equal("inspect_reply", answer.Type);
            var plain = answer.Content["data"]!["text/plain"]!.ToString();
            Assert.All(parts, part => Assert.Contains(part, plain, StringComparison.Ordinal));
            Assert.StartsWith("<pre>", answer.Content["data"]!["text/html"]!.ToString(), StringComparison.Ordinal);
        }
    }
}
