using System.Buffers.Binary;
using System.Text;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>The READY command of the mechanism NULL: what a peer says of itself.</summary>
internal static class Handshake
{
    public const string Ready = "READY";

    private const string SocketType = "Socket-Type";
    private const string Identity = "Identity";
    private const int LongestIdentity = 255;

    /// <summary>The properties this side sends.</summary>
    public static byte[] Properties(string socketType)
    {
        var value = Encoding.ASCII.GetBytes(socketType);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)SocketType.Length, .. Encoding.ASCII.GetBytes(SocketType), .. size, .. value];
    }

    /// <summary>Splits the body of a command into its name and its data.</summary>
    public static (string Name, byte[] Data) Command(byte[] body)
    {
        if (body.Length == 0 || body[0] == 0 || body.Length < 1 + body[0]) throw new TransportException("A command has no name.");
        return (Encoding.ASCII.GetString(body, 1, body[0]), body[(1 + body[0])..]);
    }

    /// <summary>Reads what the peer said of itself; the identity is empty when it named none.</summary>
    public static (string SocketType, byte[] Identity) Read(byte[] data)
    {
        var (socketType, identity) = ("", Array.Empty<byte>());
        ReadOnlySpan<byte> rest = data;
        while (rest.Length > 0)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]);
            var value = Take(ref rest, BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, 4)));
            var text = Encoding.ASCII.GetString(name);
            if (text.Equals(SocketType, StringComparison.OrdinalIgnoreCase)) socketType = Encoding.ASCII.GetString(value);
            if (text.Equals(Identity, StringComparison.OrdinalIgnoreCase)) identity = value.ToArray();
        }

        if (identity.Length > LongestIdentity) throw new TransportException("An identity is longer than 255 bytes.");
        return (socketType, identity);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count < 0 || count > rest.Length) throw new TransportException("A property of the peer is cut off.");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
