using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Assistance;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>
/// A Jupyter kernel for C#: messaging protocol 5.3 over a <see cref="Sessions.Session"/>. Requests of the shell channel are answered one
/// after the other; those of the control channel at once, whatever a cell is doing.
/// </summary>
internal sealed partial class Kernel : IDisposable
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);
    private readonly BlockingCollection<Request> _shellRequests = [];
    private readonly BlockingCollection<Request> _controlRequests = [];
    private readonly InputPrompt _prompt = new();
    private readonly Assistant _assistant = new();
    private readonly History _history;
    private readonly RawCapture _raw;
    private string? _notice;
    private readonly Channels _channels;
    private readonly Session _session;
    private readonly ManualResetEventSlim _ended = new();
    private long _order;
    private Request? _executing;

    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public Kernel(ConnectionFile file, KernelOptions options)
    {
        _notice = options.Notice;
        _history = new History(new HistoryFile(options.HistoryPath));
        _channels = new Channels(
            file,
            (peer, message) =>
            {
                var request = new Request(Interlocked.Increment(ref _order), peer, message);
                if (message.Type is "execute_request" or "complete_request" or "inspect_request") _assistant.Hurry(request.Order);
                _shellRequests.Add(request);
            },
            (peer, message) => _controlRequests.Add(new Request(0, peer, message)),
            _prompt.OnAnswer);
        _session = new Session(new SessionOptions
        {
            Folder = options.Folder,
            InterruptGrace = options.InterruptGrace,
            Input = question => _prompt.Ask(_channels, Volatile.Read(ref _executing), question),
            OnEnd = reason => SayFarewell($"The cell ended the process: {(reason.Length > 0 ? reason.TrimEnd('.') : "no reason was given")}; the values of its cells are lost."),
        });
        _raw = RawCapture.Start(_session.WriteRaw);
    }

    /// <summary>Answers requests until a client asks for the end.</summary>
    public void Run()
    {
        _channels.Start();
        PublishStatus(null, "starting");
        new Thread(() => Serve(_shellRequests, "shell")) { IsBackground = true, Name = "shell" }.Start();
        new Thread(() => Serve(_controlRequests, "control")) { IsBackground = true, Name = "control" }.Start();
        // The first cells are spared most of what the compiler needs to get going; one that has come already is not kept waiting for all of it.
        _session.WarmUp(() => Volatile.Read(ref _executing) is not null);
        if (Volatile.Read(ref _executing) is null) Completion.Of(_session, "Console.", "Console.".Length);
        _ended.Wait();
    }

    /// <summary>Interrupts the running cell, or the search for a completion or documentation, if one runs.</summary>
    public void Interrupt()
    {
        _session.Interrupt();
        _assistant.Interrupt();
        _prompt.Cancel();
    }

    /// <summary>The process ends: whoever waits for a cell is told, and everything said so far is sent.</summary>
    public void SayFarewell(string reason)
    {
        _session.Flush();
        if (Interlocked.Exchange(ref _executing, null) is { } request)
        {
            FailExecution(request, "KernelEnded", reason);
            PublishStatus(request.Message, "idle");
        }

        _channels.Finish(FarewellLimit);
    }

    public void Dispose()
    {
        _session.Dispose();
        _channels.Dispose();
        _ended.Dispose();
    }

    private void Serve(BlockingCollection<Request> requests, string channel)
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            // Nothing that a client asks may end the kernel, except for the request to do so.
            try
            {
                if (!Answer(request)) return;
            }
            catch (Exception exception)
            {
                Diagnostics.Write($"{channel}: {request.Message.Type}: {exception.GetType().Name}: {exception.Message}");
            }
        }
    }

    private bool Answer(Request request)
    {
        var message = request.Message;
        PublishStatus(message, "busy");
        try
        {
            if (message.Type == "shutdown_request")
            {
                Shutdown(request);
                return false;
            }

            if (message.Type == "execute_request") Execute(request);
            else if (message.Type == "comm_open") Refuse(message);
            else if (Ask(request) is { } answer) _channels.Reply(request, message.Type.Replace("_request", "_reply", StringComparison.Ordinal), answer);
        }
        catch (Exception exception) when (message.Type.EndsWith("_request", StringComparison.Ordinal))
        {
            var name = exception is OperationCanceledException && message.Type is ("complete_request" or "inspect_request") ? "Interrupted" : exception.GetType().Name;
            var error = KernelError.Reply(KernelError.Content(name, exception.Message));
            _channels.Reply(request, message.Type.Replace("_request", "_reply", StringComparison.Ordinal), error);
        }
        finally
        {
            PublishStatus(message, "idle");
        }

        return true;
    }

    // Null for what has no answer: messages that the protocol may gain, and those to comms, of which there are none.
    private JsonObject? Ask(Request request)
    {
        var message = request.Message;
        var content = message.Content;
        switch (message.Type)
        {
            case "kernel_info_request":
                return KernelInformation.Reply();
            case "complete_request":
                return Complete(content, request.Order);
            case "inspect_request":
                return Inspect(content, request.Order);
            case "is_complete_request":
                return IsComplete(content);
            case "history_request":
                return new JsonObject { ["status"] = "ok", ["history"] = _history.Answer(content) };
            case "comm_info_request":
                return new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() };
            case "interrupt_request":
                Interrupt();
                return new JsonObject { ["status"] = "ok" };
            default:
                return message.Type.EndsWith("_request", StringComparison.Ordinal)
                    ? throw new MessageException($"This kernel has no answer to \"{message.Type}\".")
                    : null;
        }
    }

    private void Refuse(Message message) =>
        _channels.Publish(message, "comm_close", new JsonObject { ["comm_id"] = message.Content.Text("comm_id"), ["data"] = new JsonObject() });

    private void Shutdown(Request request)
    {
        var content = new JsonObject { ["status"] = "ok", ["restart"] = request.Message.Content.Flag("restart", false) };
        _channels.Reply(request, "shutdown_reply", content);
        _channels.Publish(request.Message, "shutdown_reply", (JsonObject)content.DeepClone());
        _controlRequests.CompleteAdding();
        _shellRequests.CompleteAdding();
        _ended.Set();
    }

    private void PublishStatus(Message? parent, string state) => _channels.Publish(parent, "status", new JsonObject { ["execution_state"] = state });
}
