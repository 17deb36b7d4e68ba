using System.Buffers.Binary;
using System.Text;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>Forms what ZMTP 3.0 (RFC 23) puts on the wire.</summary>
internal static class FrameWriter
{
    private const byte MoreFlag = 1;
    private const byte LongFlag = 2;
    private const byte CommandFlag = 4;
    private const int ShortLimit = 255;

    /// <summary>The greeting of a peer that binds: version 3.0, mechanism NULL.</summary>
    public static byte[] Greeting()
    {
        var greeting = new byte[FrameReader.GreetingSize];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        return greeting;
    }

    /// <summary>A command with a name and data.</summary>
    public static byte[] Command(string name, ReadOnlySpan<byte> data)
    {
        byte[] body = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];
        var bytes = new byte[HeadSize(body) + body.Length];
        Write(bytes, body, CommandFlag);
        return bytes;
    }

    /// <summary>A message of several frames, as one run of bytes.</summary>
    public static byte[] Message(IReadOnlyList<byte[]> frames)
    {
        var bytes = new byte[frames.Sum(frame => HeadSize(frame) + frame.Length)];
        var rest = bytes.AsSpan();
        for (var index = 0; index < frames.Count; index++)
        {
            rest = Write(rest, frames[index], index < frames.Count - 1 ? MoreFlag : (byte)0);
        }

        return bytes;
    }

    private static int HeadSize(byte[] body) => body.Length > ShortLimit ? 9 : 2;

    private static Span<byte> Write(Span<byte> target, byte[] body, byte flags)
    {
        if (body.Length > ShortLimit)
        {
            target[0] = (byte)(flags | LongFlag);
            BinaryPrimitives.WriteUInt64BigEndian(target[1..], (ulong)body.Length);
        }
        else
        {
            target[0] = flags;
            target[1] = (byte)body.Length;
        }

        body.CopyTo(target[HeadSize(body)..]);
        return target[(HeadSize(body) + body.Length)..];
    }
}
