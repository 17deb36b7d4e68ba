using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Networks;

/// <summary>Reads a network file of unknown origin: what it describes is compared with what it holds before anything is made of it.</summary>
internal sealed class NetworkReader(Stream stream, string name)
{
    internal const int HeaderLength = 12;

    // A layer takes about a hundred bytes; this is room for thousands.
    private const int LongestDescription = 1 << 20;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private readonly byte[] _buffer = new byte[1 << 16];

    // Where the values end and the checksum begins.
    private readonly long _end = stream.Length - SHA256.HashSizeInBytes;

    internal Network Read()
    {
        var header = new byte[HeaderLength];
        var read = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (read < 4 || !header.AsSpan(0, 4).SequenceEqual(NetworkFile.Magic))
        {
            throw new InvalidDataException($"{name} is not a network: a network file, as network.Save writes it, begins with the letters RGNN.");
        }

        if (_end < HeaderLength) throw new InvalidDataException(FormattableString.Invariant($"{name} is a network that was cut short: it has {stream.Length} bytes, and a network has at least {HeaderLength + SHA256.HashSizeInBytes}."));
        var version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        if (version is < 1 or > NetworkFile.Version) throw new InvalidDataException($"{name} is a network of version {version}; this library reads versions 1 to {NetworkFile.Version}.");
        CheckSum();
        try
        {
            return Parse(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"{name} has a description this library cannot read: {Untrusted.Reason(exception)}", exception);
        }
    }

    private void CheckSum()
    {
        stream.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var rest = _end; rest > 0;)
        {
            var read = stream.Read(_buffer, 0, (int)Math.Min(rest, _buffer.Length));
            if (read == 0) break;
            hash.AppendData(_buffer, 0, read);
            rest -= read;
        }

        var expected = new byte[SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length || !hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException($"{name} was cut short or altered: its checksum does not fit its content.");
        }
    }

    private Network Parse(int length)
    {
        if (length < 0 || length > _end - HeaderLength) throw new InvalidDataException($"{name} says its description has {length} bytes, more than the file holds.");
        if (length > LongestDescription) throw new InvalidDataException($"{name} says its description has {length} bytes; more than {LongestDescription} are not read.");
        var text = new byte[length];
        stream.Position = HeaderLength;
        stream.ReadExactly(text);
        var description = JsonNode.Parse(text, documentOptions: Options) as JsonObject ?? throw new FormatException("it is no JSON object.");
        var layers = LayerDescription.Layers(description);

        // Before anything is allocated: a few bytes can describe a layer that no memory holds.
        var described = LayerDescription.Values(layers, (_end - HeaderLength - length) / sizeof(float));
        if (described * sizeof(float) > _end - HeaderLength - length)
        {
            throw new InvalidDataException($"{name} ends within the values of its layers: they need more than the {_end - HeaderLength - length} bytes that follow the description.");
        }

        var network = new Network(LayerDescription.Make(layers));
        foreach (var values in NetworkFile.Values(network)) ReadValues(values);
        ReadMasks(network, description["masks"]);
        return stream.Position == _end ? network : throw new InvalidDataException($"{name} holds {_end - stream.Position} bytes more than its layers need.");
    }

    private void ReadValues(Parameter parameter)
    {
        var values = parameter.Value.MutableSpan;
        for (var start = 0; start < values.Length;)
        {
            var count = Math.Min(values.Length - start, _buffer.Length / sizeof(float));
            var bytes = _buffer.AsSpan(0, count * sizeof(float));
            stream.ReadExactly(bytes);
            for (var i = 0; i < count; i++) values[start + i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            start += count;
        }
    }

    private void ReadMasks(Network network, JsonNode? masks)
    {
        if (masks is null) return;
        var names = masks as JsonArray ?? throw new FormatException("its masks are no list.");
        var parameters = network.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var node in names)
        {
            var parameterName = node is JsonValue value && value.TryGetValue(out string? text) ? text : throw new FormatException("its list of masks holds something that is no text.");
            if (!parameters.Remove(parameterName, out var parameter))
            {
                throw new FormatException($"it has a mask of {Untrusted.Shown(parameterName)}, and no parameter of that name, or two masks of it.");
            }

            if (_end - stream.Position < parameter.Shape.Size) throw new InvalidDataException($"{name} ends within the mask of {parameterName}.");
            var mask = new float[parameter.Shape.Size];
            for (var start = 0; start < mask.Length;)
            {
                var bytes = _buffer.AsSpan(0, Math.Min(mask.Length - start, _buffer.Length));
                stream.ReadExactly(bytes);
                for (var i = 0; i < bytes.Length; i++) mask[start + i] = bytes[i];
                start += bytes.Length;
            }

            parameter.SetMask(new Tensors.Tensor(mask, parameter.Shape));
        }
    }
}
