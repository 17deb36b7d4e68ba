using System.Buffers.Binary;
using System.Globalization;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>Reads greeting and frames of ZMTP 3.0 (RFC 23) from a peer who may send anything at all.</summary>
internal sealed class FrameReader(Stream stream)
{
    public const int GreetingSize = 64;

    private const int MoreFlag = 1;
    private const int LongFlag = 2;
    private const int CommandFlag = 4;
    private const int MechanismStart = 12;
    private const int MechanismSize = 20;
    private const int MostFrames = 4_096;
    private const long MostBytes = 512L << 20;
    private const int Piece = 1 << 20;

    /// <summary>Reads the greeting and checks the rules of it that matter: the signature, version 3 or later, and the mechanism NULL.</summary>
    public void ReadGreeting()
    {
        // Byte for byte where a peer of an older version would send no more than this.
        var start = Read(11);
        if (start[0] != 0xFF || start[9] != 0x7F) throw new TransportException("The peer does not speak ZMTP.");
        if (start[10] < 3) throw new TransportException(string.Create(CultureInfo.InvariantCulture, $"The peer speaks version {start[10]} of ZMTP; allowed are versions from 3."));
        var rest = Read(GreetingSize - start.Length);
        var mechanism = rest.AsSpan(MechanismStart - start.Length, MechanismSize).TrimEnd((byte)0);
        if (!mechanism.SequenceEqual("NULL"u8)) throw new TransportException("The peer asks for a security mechanism; allowed is NULL.");
    }

    /// <summary>Reads one frame.</summary>
    /// <param name="bytesLeft">The bytes that the message may still have.</param>
    public Frame ReadFrame(long bytesLeft = MostBytes)
    {
        var flags = Read(1)[0];
        if ((flags & ~(MoreFlag | LongFlag | CommandFlag)) != 0) throw new TransportException("A frame has flags that are reserved.");
        var isCommand = (flags & CommandFlag) != 0;
        var hasMore = (flags & MoreFlag) != 0;
        if (isCommand && hasMore) throw new TransportException("A command has more than one frame.");
        var size = (flags & LongFlag) != 0 ? BinaryPrimitives.ReadUInt64BigEndian(Read(8)) : Read(1)[0];
        if (size > (ulong)bytesLeft) throw new TransportException(string.Create(CultureInfo.InvariantCulture, $"A message is larger than {MostBytes} bytes."));
        return new Frame(hasMore, isCommand, Read((int)size));
    }

    /// <summary>Reads the frames of one message; commands between messages are handed to <paramref name="onCommand"/>.</summary>
    public byte[][] ReadMessage(Action<byte[]> onCommand)
    {
        var frames = new List<byte[]>();
        var bytesLeft = MostBytes;
        while (true)
        {
            var frame = ReadFrame(bytesLeft);
            if (frame.IsCommand)
            {
                if (frames.Count > 0) throw new TransportException("A command stands inside a message.");
                onCommand(frame.Body);
                continue;
            }

            frames.Add(frame.Body);
            bytesLeft -= frame.Body.Length;
            if (!frame.HasMore) return [.. frames];
            if (frames.Count >= MostFrames) throw new TransportException(string.Create(CultureInfo.InvariantCulture, $"A message has more than {MostFrames} frames."));
        }
    }

    // A size is a claim: memory is taken as the bytes arrive, not when they are announced.
    private byte[] Read(int count)
    {
        var bytes = new byte[Math.Min(count, Piece)];
        stream.ReadExactly(bytes);
        while (bytes.Length < count)
        {
            var read = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(count, read * 2L));
            stream.ReadExactly(bytes, read, bytes.Length - read);
        }

        return bytes;
    }
}
