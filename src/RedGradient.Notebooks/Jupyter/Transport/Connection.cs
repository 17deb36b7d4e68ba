using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>
/// One peer: a thread that reads and, once the peer has said who it is, a thread that writes. Blocking reads on pool threads would leave
/// the pool none, and the cells' tasks run there.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The signal may be set by anyone for as long as anyone holds the connection; it ends with it.")]
internal sealed class Connection
{
    private const int StackSize = 256 << 10;
    private const int ReadBuffer = 64 << 10;
    private const long MostWaiting = 512L << 20;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(30);
    // A cell that is interrupted may be on its way in here. What it could leave half done must not be able to hold up others: a queue
    // that locks nothing, and a signal that waits for nothing.
    private readonly ConcurrentQueue<byte[]> _waiting = new();
    private readonly AutoResetEvent _signal = new(false);
    private readonly Socket _socket;
    private readonly Endpoint _endpoint;
    private readonly Thread _reader;
    private Thread? _writer;
    private long _waitingBytes;
    private volatile bool _isFinished;

    public Connection(Socket socket, Endpoint endpoint)
    {
        _socket = socket;
        _endpoint = endpoint;
        _socket.NoDelay = true;
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _reader = new Thread(Main, StackSize) { IsBackground = true, Name = $"{endpoint.Name} reader" };
    }

    /// <summary>The peer's routing identity; empty until it has named one or was given one.</summary>
    public byte[] Identity { get; set; } = [];

    /// <summary>What a subscriber asked for; only the endpoint uses it.</summary>
    public List<byte[]> Subscriptions { get; } = [];

    public void Start() => _reader.Start();

    /// <summary>Queues a message; a peer that does not read what it is sent is let go.</summary>
    public void Send(byte[] message)
    {
        if (Interlocked.Add(ref _waitingBytes, message.Length) > MostWaiting)
        {
            Close();
            return;
        }

        _waiting.Enqueue(message);
        _signal.Set();
    }

    /// <summary>Sends what waits, but no longer than <paramref name="limit"/>, and says that nothing follows.</summary>
    public void Finish(TimeSpan limit)
    {
        _isFinished = true;
        _signal.Set();
        if (_writer is not null && _writer != Thread.CurrentThread) _writer.Join(limit);
        try { _socket.Shutdown(SocketShutdown.Send); }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException) { }
    }

    public void Close()
    {
        _isFinished = true;
        _signal.Set();
        // On Linux a thread that blocks in a read does not always hear of a socket's end; the shutdown wakes it.
        try { _socket.Shutdown(SocketShutdown.Both); }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException) { }
        _socket.Dispose();
    }

    private void Main()
    {
        try
        {
            using var stream = new BufferedStream(new NetworkStream(_socket, ownsSocket: false), ReadBuffer);
            var reader = new FrameReader(stream);
            ShakeHands(reader);
            _writer = new Thread(Write, StackSize) { IsBackground = true, Name = $"{_endpoint.Name} writer" };
            _writer.Start();
            _endpoint.OnReady(this);
            while (true) _endpoint.OnMessage(this, reader.ReadMessage(OnCommand));
        }
        catch (Exception exception) when (exception is TransportException or IOException or SocketException or ObjectDisposedException)
        {
            // What one peer does wrong is its own affair: its connection ends, and nothing else.
        }
        finally
        {
            Close();
            _endpoint.OnClosed(this);
        }
    }

    private void ShakeHands(FrameReader reader)
    {
        // A peer that connects and then says nothing, or a byte now and then, must not hold a thread for ever.
        var start = Stopwatch.GetTimestamp();
        using var limit = new Timer(_ => Close(), null, HandshakeLimit, Timeout.InfiniteTimeSpan);
        SendNow(FrameWriter.Greeting());
        reader.ReadGreeting();
        SendNow(FrameWriter.Command(Handshake.Ready, Handshake.Properties(_endpoint.SocketType)));
        var frame = reader.ReadFrame();
        var (name, data) = Handshake.Command(frame.Body);
        if (!frame.IsCommand || name != Handshake.Ready) throw new TransportException("The peer did not say that it is ready.");
        var (socketType, identity) = Handshake.Read(data);
        if (!_endpoint.PeerTypes.Contains(socketType)) throw new TransportException($"A {socketType} socket cannot talk to a {_endpoint.SocketType} socket.");
        Identity = identity;
        if (Stopwatch.GetElapsedTime(start) > HandshakeLimit) throw new TransportException("The peer took too long to say who it is.");
    }

    private void OnCommand(byte[] body)
    {
        var (name, data) = Handshake.Command(body);
        // Commands of ZMTP 3.1 that a newer peer may send: a sign of life is answered with its context, what follows the two bytes of its limit.
        if (name == "PING" && data.Length >= 2) Send(FrameWriter.Command("PONG", data.AsSpan(2)));
        if (name is "SUBSCRIBE" or "CANCEL") _endpoint.OnMessage(this, [[name == "SUBSCRIBE" ? (byte)1 : (byte)0, .. data]]);
    }

    private void Write()
    {
        try
        {
            while (true)
            {
                while (_waiting.TryDequeue(out var message))
                {
                    SendNow(message);
                    Interlocked.Add(ref _waitingBytes, -message.Length);
                }

                if (_isFinished && _waiting.IsEmpty) return;
                _signal.WaitOne();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    private void SendNow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[_socket.Send(bytes)..];
    }
}
