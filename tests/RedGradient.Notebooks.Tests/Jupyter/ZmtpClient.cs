using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>A connecting peer, written from RFC 23 alone: greeting, READY, frames.</summary>
internal sealed class ZmtpClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly BlockingCollection<byte[][]> _received = [];
    private readonly NetworkStream _stream;

    public ZmtpClient(int port, string socketType, string identity = "")
    {
        _socket.Connect(IPAddress.Loopback, port);
        _stream = new NetworkStream(_socket);
        Raw(Greeting());
        Raw(Ready(socketType, identity));
        PeerGreeting = Take(64);
        PeerReady = Frame().Body;
        new Thread(Read) { IsBackground = true, Name = "client " + socketType }.Start();
    }

    public byte[] PeerGreeting { get; }

    public byte[] PeerReady { get; }

    public static byte[] Greeting() => [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, .. "NULL"u8, .. new byte[16 + 32]];

    public static byte[] Ready(string socketType, string identity = "")
    {
        byte[] body = [5, .. "READY"u8, .. Property("Socket-Type", socketType), .. Property("Identity", identity)];
        return [4, (byte)body.Length, .. body];
    }

    public void Raw(byte[] bytes) => _socket.Send(bytes);

    public void Send(params byte[][] frames)
    {
        var message = new List<byte>();
        for (var i = 0; i < frames.Length; i++)
        {
            var more = i < frames.Length - 1 ? 1 : 0;
            if (frames[i].Length > 255)
            {
                var size = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(size, frames[i].Length);
                message.AddRange([(byte)(more | 2), .. size]);
            }
            else
            {
                message.AddRange([(byte)more, (byte)frames[i].Length]);
            }

            message.AddRange(frames[i]);
        }

        Raw([.. message]);
    }

    public byte[][] Receive(int seconds = 100) =>
        _received.TryTake(out var message, TimeSpan.FromSeconds(seconds)) ? message : throw new TimeoutException("The kernel sent nothing.");

    public bool TryReceive(out byte[][]? message, int milliseconds) => _received.TryTake(out message, milliseconds);

    public void Dispose() => _socket.Dispose();

    private static byte[] Property(string name, string value)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size, .. Encoding.ASCII.GetBytes(value)];
    }

    private void Read()
    {
        try
        {
            var frames = new List<byte[]>();
            while (true)
            {
                var (flags, body) = Frame();
                Assert.Equal(0, flags & 4);
                frames.Add(body);
                if ((flags & 1) != 0) continue;
                _received.Add([.. frames]);
                frames.Clear();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            _received.CompleteAdding();
        }
    }

    private (int Flags, byte[] Body) Frame()
    {
        var flags = Take(1)[0];
        return (flags, Take((flags & 2) != 0 ? (int)BinaryPrimitives.ReadInt64BigEndian(Take(8)) : Take(1)[0]));
    }

    private byte[] Take(int count)
    {
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
