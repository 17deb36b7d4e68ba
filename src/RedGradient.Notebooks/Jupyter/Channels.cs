using System.Text;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Jupyter.Transport;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>The kernel's five sockets.</summary>
internal sealed class Channels : IDisposable
{
    private readonly MessageCodec _codec;
    private readonly RouterEndpoint _shell;
    private readonly RouterEndpoint _control;
    private readonly RouterEndpoint _input;
    private readonly PublisherEndpoint _publication;
    private readonly EchoEndpoint _heartbeat;
    private readonly List<Endpoint> _open = [];

    public Channels(ConnectionFile file, Action<Connection, Message> onShell, Action<Connection, Message> onControl, Action<Message> onInput)
    {
        _codec = new MessageCodec(new Signer(file.Key));
        try
        {
            _publication = Open(new PublisherEndpoint("iopub", file.Address, file.Publication));
            _input = Open(new RouterEndpoint("stdin", file.Address, file.Input, (_, frames) => Receive(frames, onInput)));
            _heartbeat = Open(new EchoEndpoint("heartbeat", file.Address, file.Heartbeat));
            _control = Open(new RouterEndpoint("control", file.Address, file.Control, (peer, frames) => Receive(frames, message => onControl(peer, message))));
            _shell = Open(new RouterEndpoint("shell", file.Address, file.Shell, (peer, frames) => Receive(frames, message => onShell(peer, message))));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Start() => _open.ForEach(endpoint => endpoint.Start());

    /// <summary>Answers a request where it came from.</summary>
    public void Reply(Request request, string type, JsonObject content) =>
        request.Peer.Send(FrameWriter.Message(_codec.Write(request.Message.Identities, type, request.Message.Header, content)));

    /// <summary>Tells every subscriber.</summary>
    public void Publish(Message? parent, string type, JsonObject content) =>
        _publication.Publish(_codec.Write([Encoding.ASCII.GetBytes("kernel." + type)], type, parent?.Header, content));

    /// <summary>Asks the client that sent a request; false when its channel for questions is not there.</summary>
    public bool TryAsk(Request request, JsonObject content) =>
        _input.TrySend(request.Peer.Identity, FrameWriter.Message(_codec.Write(request.Message.Identities, "input_request", request.Message.Header, content)));

    /// <summary>Sends what waits, within the limit.</summary>
    public void Finish(TimeSpan limit)
    {
        foreach (var endpoint in _open) endpoint.Finish(limit);
    }

    public void Dispose() => _open.ForEach(endpoint => endpoint.Dispose());

    private T Open<T>(T endpoint)
        where T : Endpoint
    {
        _open.Add(endpoint);
        return endpoint;
    }

    private void Receive(byte[][] frames, Action<Message> onMessage)
    {
        try
        {
            onMessage(_codec.Read(frames));
        }
        catch (MessageException exception)
        {
            // Whoever cannot sign gets no answer, but whoever started the kernel may want to know.
            Diagnostics.Write(exception.Message);
        }
    }
}
