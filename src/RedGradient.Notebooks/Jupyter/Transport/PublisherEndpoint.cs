using System.Net;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>PUB: sends every message to the peers that subscribed to the beginning of its first frame.</summary>
internal sealed class PublisherEndpoint(string name, IPAddress address, int port)
    : Endpoint(name, address, port, "PUB", "SUB", "XSUB")
{
    private const int MostSubscriptions = 1_024;

    public override void OnMessage(Connection connection, byte[][] frames)
    {
        if (frames is not [[var verb, ..] request]) return;
        var prefix = request[1..];
        lock (Gate)
        {
            if (verb == 1 && connection.Subscriptions.Count < MostSubscriptions)
            {
                connection.Subscriptions.Add(prefix);
            }
            else if (verb == 0 && connection.Subscriptions.FindIndex(known => known.AsSpan().SequenceEqual(prefix)) is >= 0 and var index)
            {
                connection.Subscriptions.RemoveAt(index);
            }
        }
    }

    public void Publish(IReadOnlyList<byte[]> frames)
    {
        byte[]? message = null;
        lock (Gate)
        {
            foreach (var connection in Connections)
            {
                if (!connection.Subscriptions.Exists(prefix => frames[0].AsSpan().StartsWith(prefix))) continue;
                connection.Send(message ??= FrameWriter.Message(frames));
            }
        }
    }
}
