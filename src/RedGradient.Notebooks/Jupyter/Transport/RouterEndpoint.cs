using System.Net;
using System.Security.Cryptography;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>ROUTER: takes messages of many peers and answers each by its identity.</summary>
internal sealed class RouterEndpoint(string name, IPAddress address, int port, Action<Connection, byte[][]> onMessage)
    : Endpoint(name, address, port, "ROUTER", "DEALER", "REQ", "ROUTER")
{
    public override void OnReady(Connection connection)
    {
        lock (Gate)
        {
            if (connection.Identity.Length == 0)
            {
                // Identities that begin with a zero are the transport's to give.
                connection.Identity = [0, .. RandomNumberGenerator.GetBytes(8)];
                return;
            }

            // A client that lost its connection comes back under its name before the old connection is known to be dead.
            foreach (var former in Connections.Where(other => other != connection && other.Identity.AsSpan().SequenceEqual(connection.Identity)).ToList())
            {
                former.Identity = [];
                former.Close();
            }
        }
    }

    public override void OnMessage(Connection connection, byte[][] frames) => onMessage(connection, frames);

    /// <summary>Sends to the peer of an identity; to the only peer there is when nobody has that identity.</summary>
    /// <returns>False when there is nobody to send to.</returns>
    public bool TrySend(byte[] identity, byte[] message)
    {
        lock (Gate)
        {
            var peer = Connections.FirstOrDefault(connection => connection.Identity.AsSpan().SequenceEqual(identity))
                ?? (Connections.Count == 1 && Connections[0].Identity.Length > 0 ? Connections[0] : null);
            peer?.Send(message);
            return peer is not null;
        }
    }
}
