using System.Net;
using System.Net.Sockets;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>A bound socket and the peers connected to it.</summary>
internal abstract class Endpoint : IDisposable
{
    private const int MostConnections = 256;
    private const int StackSize = 256 << 10;
    private readonly List<Connection> _connections = [];
    private readonly Socket _listener;
    private bool _isClosed;

    protected Endpoint(string name, IPAddress address, int port, string socketType, params string[] peerTypes)
    {
        Name = name;
        SocketType = socketType;
        PeerTypes = peerTypes;
        _listener = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen();
    }

    public string Name { get; }

    public string SocketType { get; }

    public IReadOnlyList<string> PeerTypes { get; }

    protected Lock Gate { get; } = new();

    protected IReadOnlyList<Connection> Connections => _connections;

    /// <summary>Begins to accept peers; messages may arrive before this returns.</summary>
    public void Start() => new Thread(Accept, StackSize) { IsBackground = true, Name = $"{Name} listener" }.Start();

    /// <summary>A peer has said who it is. On its own thread.</summary>
    public virtual void OnReady(Connection connection)
    {
    }

    /// <summary>A whole message has arrived. On the peer's own thread.</summary>
    public abstract void OnMessage(Connection connection, byte[][] frames);

    /// <summary>A peer has gone.</summary>
    public virtual void OnClosed(Connection connection)
    {
        lock (Gate) _connections.Remove(connection);
    }

    /// <summary>Sends what waits, then lets every peer go.</summary>
    public void Finish(TimeSpan limit)
    {
        List<Connection> connections;
        lock (Gate) connections = [.. _connections];
        foreach (var connection in connections) connection.Finish(limit);
    }

    public void Dispose()
    {
        List<Connection> connections;
        lock (Gate)
        {
            _isClosed = true;
            connections = [.. _connections];
        }

        _listener.Dispose();
        foreach (var connection in connections) connection.Close();
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                lock (Gate)
                {
                    if (_isClosed) return;
                }

                // A peer that gave up while it waited, or no descriptor to be had just now: neither may end the kernel or spin it.
                Thread.Sleep(20);
                continue;
            }

            Admit(socket);
        }
    }

    private void Admit(Socket socket)
    {
        try
        {
            var connection = new Connection(socket, this);
            lock (Gate)
            {
                if (_isClosed || _connections.Count >= MostConnections)
                {
                    socket.Dispose();
                    return;
                }

                _connections.Add(connection);
            }

            connection.Start();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }
}
