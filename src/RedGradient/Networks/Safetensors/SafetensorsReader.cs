using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Reads a safetensors file of unknown origin: what its header says is compared with what the file holds before anything is made of it.</summary>
internal sealed class SafetensorsReader(Stream stream, string name)
{
    internal const string MetadataName = "__metadata__";

    // A tensor takes about a hundred bytes; this is room for more than a hundred thousand.
    private const int LongestHeader = 1 << 24;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };
    private readonly byte[] buffer = new byte[1 << 16];

    /// <summary>Whether a file begins as one does: a length that it has room for, and JSON.</summary>
    internal static bool IsOne(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[sizeof(long) + 1];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)(stream.Length - sizeof(long)) && start[^1] == '{';
    }

    internal SafetensorsFile Read()
    {
        try
        {
            return Parse();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"{name} has a header this library cannot read: {Untrusted.Reason(exception)}", exception);
        }
    }

    private SafetensorsFile Parse()
    {
        var length = new byte[sizeof(long)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{name} has {stream.Length} bytes; a safetensors file begins with the length of its header in {sizeof(long)}."));
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > (ulong)(stream.Length - sizeof(long))) throw new InvalidDataException(FormattableString.Invariant($"{name} says its header has {headerLength} bytes, more than the file holds: it was cut short, or is no safetensors file."));
        if (headerLength > LongestHeader) throw new InvalidDataException(FormattableString.Invariant($"{name} says its header has {headerLength} bytes; more than {LongestHeader} are not read."));
        var text = new byte[(int)headerLength];
        stream.ReadExactly(text);
        var header = JsonNode.Parse(text, documentOptions: Options) as JsonObject ?? throw new FormatException("it is no JSON object.");
        var metadata = Metadata(header);
        var entries = header.Select(entry => SafetensorsEntry.Of(entry.Key, entry.Value)).OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToArray();
        CheckTiling(entries, stream.Length - stream.Position);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in entries) tensors.Add(entry.Name, Values(entry));
        return new SafetensorsFile(tensors, metadata);
    }

    // What no tensor claims could hold anything; what two claim would be read twice.
    private static void CheckTiling(SafetensorsEntry[] entries, long length)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin < end) throw new FormatException(FormattableString.Invariant($"the tensor {Untrusted.Shown(entry.Name)} begins at byte {entry.Begin}, within the one that ends at {end}."));
            if (entry.Begin > end) throw new FormatException(FormattableString.Invariant($"the bytes {end} to {entry.Begin} before the tensor {Untrusted.Shown(entry.Name)} belong to none."));
            if (entry.End > length) throw new FormatException(FormattableString.Invariant($"the tensor {Untrusted.Shown(entry.Name)} ends at byte {entry.End}; the file holds {length} after its header."));
            end = entry.End;
        }

        if (end < length) throw new FormatException(FormattableString.Invariant($"the file holds {length} bytes after its header; its tensors take {end}."));
    }

    private static Dictionary<string, string> Metadata(JsonObject header)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!header.TryGetPropertyValue(MetadataName, out var node)) return result;
        foreach (var (key, value) in node as JsonObject ?? throw new FormatException($"its {MetadataName} is no JSON object."))
        {
            result[key] = value is JsonValue text && text.TryGetValue(out string? content) ? content : throw new FormatException($"its {MetadataName} holds {Untrusted.Shown(key)}, which is no text.");
        }

        header.Remove(MetadataName);
        return result;
    }

    private Tensor Values(SafetensorsEntry entry)
    {
        var values = new float[entry.Count];
        var width = entry.Width;
        for (var start = 0; start < values.Length;)
        {
            var count = Math.Min(values.Length - start, buffer.Length / width);
            var bytes = buffer.AsSpan(0, count * width);
            stream.ReadExactly(bytes);
            for (var i = 0; i < count; i++) values[start + i] = entry.Read(bytes[(i * width)..]);
            start += count;
        }

        return new Tensor(values, entry.Shape);
    }
}
