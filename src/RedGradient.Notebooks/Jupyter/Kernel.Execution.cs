using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Sessions;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Jupyter;

internal sealed partial class Kernel
{
    private long _abortUpTo;

    private void Execute(Request request)
    {
        var content = request.Message.Content;
        if (request.Order <= _abortUpTo)
        {
            _channels.Reply(request, "execute_reply", new JsonObject { ["status"] = "aborted", ["execution_count"] = _session.ExecutionCount });
            return;
        }

        var code = content.Text("code");
        var isSilent = content.Flag("silent", false);
        var storeHistory = !isSilent && content.Flag("store_history", true);
        if (string.IsNullOrWhiteSpace(code))
        {
            Succeed(request, content);
            return;
        }

        // Clients that send a cell's metadata along (JupyterLab does) say so how it is to run.
        var metadata = request.Message.Metadata;
        if (CellMetadata.IsSkipped(metadata))
        {
            var sentence = new JsonObject { ["name"] = "stdout", ["text"] = "This cell carries the tag skip-execution, and was not run.\n" };
            if (!isSilent) _channels.Publish(request.Message, "stream", sentence);
            Succeed(request, content);
            return;
        }

        var count = _session.ExecutionCount + (storeHistory ? 1 : 0);
        if (!isSilent) _channels.Publish(request.Message, "execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count });
        var publisher = new CellPublisher(isSilent ? (_, _) => { } : (type, shown) => _channels.Publish(request.Message, type, shown), count);
        if (Interlocked.Exchange(ref _notice, null) is { } notice) publisher.Add(new StreamText("stderr", notice + "\n"));
        _executing = request;
        var outcome = _session.Execute(CellMetadata.Source(code, metadata), publisher.Add, storeHistory);
        _raw.Finish();
        _session.Flush();
        publisher.Finish();
        // The answer was given already if the process is about to end.
        if (Interlocked.CompareExchange(ref _executing, null, request) != request) return;
        if (storeHistory) _history.Add(count, code, (string?)publisher.Result?["text/plain"]);
        if (outcome.Error is { } error) Fail(request, content, KernelError.Content(error));
        else Succeed(request, content);
    }

    private void Succeed(Request request, JsonObject content)
    {
        var expressions = new JsonObject();
        if (content["user_expressions"] is JsonObject asked)
        {
            foreach (var (name, expression) in asked) expressions[name] = Evaluate(expression);
        }

        _channels.Reply(request, "execute_reply", new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = _session.ExecutionCount,
            ["payload"] = new JsonArray(),
            ["user_expressions"] = expressions,
        });
    }

    private void Fail(Request request, JsonObject content, JsonObject error)
    {
        // What waits behind a cell that failed was written in the belief that it would not.
        if (content.Flag("stop_on_error", true)) _abortUpTo = Interlocked.Read(ref _order);
        error["execution_count"] = _session.ExecutionCount;
        _channels.Reply(request, "execute_reply", KernelError.Reply(error));
    }

    private void FailExecution(Request request, string name, string reason)
    {
        _channels.Publish(request.Message, "error", KernelError.Content(name, reason));
        var error = KernelError.Content(name, reason);
        error["execution_count"] = _session.ExecutionCount;
        _channels.Reply(request, "execute_reply", KernelError.Reply(error));
    }

    private JsonObject Evaluate(JsonNode? expression)
    {
        if (expression is not JsonValue value || !value.TryGetValue(out string? code))
        {
            return KernelError.Reply(KernelError.Content("MessageException", "A user expression is no text."));
        }

        var publisher = new CellPublisher((_, _) => { }, _session.ExecutionCount);
        var outcome = _session.Execute(code, publisher.Add, storeHistory: false);
        if (outcome.Error is { } error) return KernelError.Reply(KernelError.Content(error));
        var data = publisher.Result?.DeepClone() ?? new JsonObject { ["text/plain"] = "null" };
        return new JsonObject { ["status"] = "ok", ["data"] = data, ["metadata"] = new JsonObject() };
    }
}
