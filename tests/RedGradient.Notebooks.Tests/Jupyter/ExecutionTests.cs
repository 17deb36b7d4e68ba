using System.Globalization;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Executions: what is published, what is answered, what is counted.</summary>
[Collection(KernelTests.Name)]
public sealed class ExecutionTests : IDisposable
{
    private readonly KernelHost _host;
    private readonly JupyterClient _client;

    public ExecutionTests(KernelHost host)
    {
        _host = host;
        _client = host.Connect();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void An_execution_publishes_input_streams_displays_and_result_in_order()
    {
        const string Code = "Console.WriteLine(\"out\"); Console.Error.WriteLine(\"err\"); var d = display(HTML(\"<b>1</b>\")); d.Update(\"2\"); 6 * 7";
        var executed = _client.Execute(Code);
        var count = int.Parse(executed.Reply["execution_count"]!, CultureInfo.InvariantCulture);
        Assert.Equal(["status", "execute_input", "stream", "stream", "display_data", "update_display_data", "execute_result", "status"], executed.Published.Select(message => message.Type));
        var input = executed.Published[1];
        Assert.Equal((Code, count), (input["code"], (int)input.Content["execution_count"]!));
        Assert.Equal(["code", "execution_count"], input.Fields);
        Assert.Equal([("stdout", "out\n"), ("stderr", "err\n")], executed.Published.Where(message => message.Type == "stream").Select(message => (message["name"], message["text"])));
        var (display, update, result) = (executed.Outputs[2], executed.Outputs[3], executed.Outputs[4]);
        Assert.Equal(["data", "metadata", "transient"], display.Fields);
        Assert.Equal("<b>1</b>", (string?)display.Content["data"]!["text/html"]);
        Assert.Equal("2", (string?)update.Content["data"]!["text/plain"]);
        Assert.Equal((string?)display.Content["transient"]!["display_id"], (string?)update.Content["transient"]!["display_id"]);
        Assert.Equal(["data", "execution_count", "metadata", "transient"], result.Fields);
        Assert.Equal(("42", count), ((string?)result.Content["data"]!["text/plain"], (int)result.Content["execution_count"]!));

        Assert.Equal("execute_reply", executed.Reply.Type);
        Assert.Equal(["execution_count", "payload", "status", "user_expressions"], executed.Reply.Fields);
        Assert.Equal(("ok", "[]", "{}"), (executed.Reply["status"], executed.Reply.Content["payload"]!.ToJsonString(), executed.Reply.Content["user_expressions"]!.ToJsonString()));
        Assert.Equal(count + 1, (int)_client.Execute("1").Reply.Content["execution_count"]!);
    }

    [Fact]
    public void A_silent_execution_publishes_nothing_and_is_not_counted()
    {
        var before = (int)_client.Execute("var quiet = 1;").Reply.Content["execution_count"]!;
        var silent = _client.Execute("Console.WriteLine(1); quiet = 2; display(3); 4", new JsonObject { ["silent"] = true });
        Assert.Equal(["status", "status"], silent.Published.Select(message => message.Type));
        Assert.Equal(before, (int)silent.Reply.Content["execution_count"]!);
        Assert.Equal(before, (int)_client.Execute("  \n", new JsonObject { ["silent"] = true }).Reply.Content["execution_count"]!);
        var loud = _client.Execute("quiet", new JsonObject { ["store_history"] = false });
        Assert.Equal(("2", before), (loud.Result, (int)loud.Reply.Content["execution_count"]!));
        Assert.DoesNotContain("quiet = 2", _client.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 5 }).Content.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_published_and_answered_with_the_same_words()
    {
        foreach (var (code, name, value) in new[] { ("throw new InvalidOperationException(\"no\");", "InvalidOperationException", "no"), ("int x = \"a\";", "CompilationError", "CS0029") })
        {
            var executed = _client.Execute(code);
            var error = Assert.Single(executed.Outputs);
            Assert.Equal(("error", name), (error.Type, error["ename"]));
            Assert.Contains(value, error["evalue"], StringComparison.Ordinal);
            Assert.Equal(["ename", "evalue", "traceback"], error.Fields);
            Assert.Equal(["ename", "evalue", "execution_count", "status", "traceback"], executed.Reply.Fields);
            Assert.Equal(("error", error["ename"], error["evalue"], error["traceback"]), (executed.Reply["status"], executed.Reply["ename"], executed.Reply["evalue"], executed.Reply["traceback"]));
        }
    }

    [Theory]
    [InlineData(true, "aborted")]
    [InlineData(false, "ok")]
    public void What_waits_behind_an_error_is_aborted_when_asked(bool stop, string status)
    {
        var more = new JsonObject { ["stop_on_error"] = stop };
        var failing = _client.Begin("System.Threading.Thread.Sleep(1000); throw new Exception(\"first\");", more);
        var waiting = _client.Begin("var after = 1;", more);
        Assert.Equal("error", _client.Finish(failing).Reply["status"]);
        var second = _client.Finish(waiting);
        Assert.Equal(status, second.Reply["status"]);
        if (stop) Assert.Equal(["busy", "idle"], second.Published.Select(message => message["execution_state"]));
        Assert.Equal("ok", _client.Execute("1").Reply["status"]);
    }

    [Fact]
    public void User_expressions_are_evaluated_after_the_cell_each_on_its_own()
    {
        var executed = _client.Execute("var base10 = 5;", new JsonObject { ["user_expressions"] = new JsonObject { ["good"] = "base10 * 2", ["bad"] = "nowhere", ["odd"] = 7 } });
        var values = executed.Reply.Content["user_expressions"]!;
        Assert.Equal(("ok", "10", "{}"), ((string?)values["good"]!["status"], (string?)values["good"]!["data"]!["text/plain"], values["good"]!["metadata"]!.ToJsonString()));
        Assert.Equal(("error", "CompilationError"), ((string?)values["bad"]!["status"], (string?)values["bad"]!["ename"]));
        Assert.Equal(["ename", "evalue", "status", "traceback"], ((JsonObject)values["bad"]!).Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal("error", (string?)values["odd"]!["status"]);
        Assert.Empty(executed.Outputs);
    }

    [Theory]
    [InlineData("Console.ReadLine()", "", false)]
    [InlineData("await GetInputAsync(\"Name?\")", "Name?", false)]
    [InlineData("await GetPasswordAsync(\"Secret?\")", "Secret?", true)]
    public void A_question_goes_to_the_client_that_asked_and_its_answer_to_the_cell(string code, string prompt, bool isPassword)
    {
        using var other = new ZmtpClient((int)_host.Connection["stdin_port"]!, "DEALER", "somebody-else");
        var id = _client.Begin($"\"got \" + ({code})");
        var question = _client.Take(_client.Input.Receive());
        Assert.Equal(("input_request", prompt, id), (question.Type, question["prompt"], question.ParentId));
        Assert.Equal(isPassword, (bool)question.Content["password"]!);
        Assert.Equal(["password", "prompt"], question.Fields);
        _client.Send(_client.Input, "input_reply", new JsonObject { ["value"] = "Ada ≥ 😀" }, question.Header);
        Assert.Equal("got Ada ≥ 😀", _client.Finish(id).Result);
        Assert.False(other.TryReceive(out _, 0));
    }

    [Fact]
    public void A_question_nobody_may_be_asked_fails_at_once()
    {
        var executed = _client.Execute("Console.ReadLine()", new JsonObject { ["allow_stdin"] = false });
        Assert.Contains("takes no answers", executed.Reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_lines_arrive_whole_and_in_order()
    {
        var executed = _client.Execute("for (var i = 0; i < 10_000; i++) Console.WriteLine($\"line {i}\");");
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"line {i}\n")), executed.Text);
    }

    [Fact]
    public void Text_of_any_kind_survives()
    {
        Assert.Equal("größer ≥ 😀 \"\\ \u0001 �", _client.Execute("\"größer ≥ 😀 \\\"\\\\ \\u0001 \\ud800\"").Result);
    }

    [Fact]
    public void Lines_of_progress_are_updated_while_the_cell_runs_and_gone_when_it_has_ended()
    {
        Sessions.Libraries.Compile(Path.Combine(_host.Folder, "RedGradient.dll"), "namespace RedGradient { public static class AmbientProgress { public static System.Action<string, double> Sink { get; set; } } }");
        _client.Execute("#r \"RedGradient.dll\"\nConsole.WriteLine(RedGradient.AmbientProgress.Sink is null);");
        var executed = _client.Execute("Console.WriteLine(\"a\"); RedGradient.AmbientProgress.Sink(\"half\", 0.5); RedGradient.AmbientProgress.Sink(\"all\", 1); 5");
        Assert.Equal(["stream", "display_data", "update_display_data", "execute_result", "clear_output", "stream", "execute_result"], executed.Outputs.Select(message => message.Type));
        Assert.Equal(["half (50%)", "all (100%)"], executed.Outputs.Skip(1).Take(2).Select(message => (string?)message.Content["data"]!["text/plain"]));
        Assert.Equal("true", executed.Outputs[4]["wait"]);
        Assert.Equal("false", _client.Execute("RedGradient.AmbientProgress.Sink(\"alone\", 0.5);").Outputs[^1]["wait"]);
    }
}
