using System.Globalization;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>Turns the frames of Jupyter's wire protocol into messages and back.</summary>
internal sealed class MessageCodec(Signer signer)
{
    public const string ProtocolVersion = "5.3";

    private const int SignedParts = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] Nothing = "{}"u8.ToArray();
    private readonly string _session = Guid.NewGuid().ToString();
    private long _count;

    /// <exception cref="MessageException">The frames are no message, or the signature is wrong.</exception>
    public Message Read(byte[][] frames)
    {
        var delimiter = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0) throw new MessageException("A message has no delimiter.");
        if (frames.Length < delimiter + 2 + SignedParts) throw new MessageException("A message has too few parts.");
        var parts = frames[(delimiter + 2)..(delimiter + 2 + SignedParts)];
        if (!signer.IsRight(frames[delimiter + 1], parts)) throw new MessageException("The signature of a message is wrong.");
        var header = MessageFields.Object(parts[0], "header");
        MessageFields.Object(parts[1], "parent header");
        var metadata = MessageFields.Object(parts[2], "metadata");
        header.Text("msg_id");
        return new Message(frames[..delimiter], header.Text("msg_type"), parts[0], metadata, MessageFields.Object(parts[3], "content"));
    }

    /// <summary>Forms a message.</summary>
    /// <param name="prefix">What stands before the delimiter: routing frames, or the topic.</param>
    /// <param name="type">The kind of message.</param>
    /// <param name="parent">The header of the request that this belongs to; null when there is none.</param>
    /// <param name="content">What the message says.</param>
    public byte[][] Write(IEnumerable<byte[]> prefix, string type, byte[]? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = string.Create(CultureInfo.InvariantCulture, $"{_session}_{Interlocked.Increment(ref _count)}"),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        byte[][] parts = [MessageFields.Bytes(header), parent ?? Nothing, Nothing, MessageFields.Bytes(content)];
        return [.. prefix, Delimiter, signer.Sign(parts), .. parts];
    }
}
