using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The file format of a network (suffix <c>.rgn</c>), version 1.</summary>
/// <remarks>
/// All numbers are little-endian.
/// <list type="number">
/// <item>4 bytes: the letters <c>RGNN</c>.</item>
/// <item>4 bytes: the version, a whole number; 1.</item>
/// <item>4 bytes: n, the length of the description.</item>
/// <item>n bytes: the description, UTF-8 JSON: <c>{"layers": [{"type": "Dense", "inputs": 784, "outputs": 10}, …]}</c>.</item>
/// <item>The values of all parameters, then of all buffers, layer by layer, each as 4-byte floating-point numbers in row-major order.</item>
/// <item>32 bytes: SHA-256 of everything before.</item>
/// </list>
/// </remarks>
public static class NetworkFile
{
    /// <summary>The version written, and the only one read.</summary>
    public const int Version = 1;

    private const int HeaderLength = 12;
    private static readonly byte[] Magic = "RGNN"u8.ToArray();

    internal static void Write(Network network, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ToBytes(network);

        // Written beside and renamed: the file that was there stays until the new one is complete.
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static Network Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromBytes(File.ReadAllBytes(path), Path.GetFileName(path));
    }

    internal static byte[] ToBytes(Network network)
    {
        var layers = DescribeLayers(network.Layers) ?? throw new NotSupportedException("Only networks of the library's own layers can be saved; this one has a layer of another kind.");
        var description = Encoding.UTF8.GetBytes(new JsonObject { ["layers"] = layers }.ToJsonString());
        using var stream = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        stream.Write(Magic);
        BinaryPrimitives.WriteInt32LittleEndian(number, Version);
        stream.Write(number);
        BinaryPrimitives.WriteInt32LittleEndian(number, description.Length);
        stream.Write(number);
        stream.Write(description);
        foreach (var values in Values(network))
        {
            foreach (var value in values.Value.AsSpan())
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                stream.Write(number);
            }
        }

        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    internal static Network FromBytes(byte[] bytes, string name)
    {
        if (bytes.Length < HeaderLength + SHA256.HashSizeInBytes || !bytes.AsSpan(0, 4).SequenceEqual(Magic))
        {
            throw new InvalidDataException($"{name} is not a network: a network file begins with the letters RGNN and has at least {HeaderLength + SHA256.HashSizeInBytes} bytes; this one has {bytes.Length}.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        if (version != Version)
        {
            throw new InvalidDataException($"{name} is a network of version {version}; this library reads version {Version}.");
        }

        var content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            throw new InvalidDataException($"{name} was cut short or altered: its checksum does not fit its content.");
        }

        try
        {
            return Parse(content, name);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NullReferenceException or FormatException)
        {
            throw new InvalidDataException($"{name} has a description this library cannot read: {exception.Message}", exception);
        }
    }

    internal static JsonArray? DescribeLayers(IReadOnlyList<Layer> layers)
    {
        var result = new JsonArray();
        foreach (var layer in layers)
        {
            if (layer.Describe() is not { } options)
            {
                return null;
            }

            var description = new JsonObject { ["type"] = layer.GetType().Name };
            foreach (var (option, value) in options)
            {
                description[option] = value?.DeepClone();
            }

            result.Add((JsonNode)description);
        }

        return result;
    }

    private static IEnumerable<Parameter> Values(Network network) =>
        network.Layers.SelectMany(layer => layer.Parameters).Concat(network.Layers.SelectMany(layer => layer.Buffers));

    private static Network Parse(ReadOnlySpan<byte> content, string name)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(content[8..]);
        if (length < 0 || length > content.Length - HeaderLength)
        {
            throw new InvalidDataException($"{name} says its description has {length} bytes, more than the file holds.");
        }

        var description = JsonNode.Parse(content.Slice(HeaderLength, length))!;
        var network = new Network(ReadLayers(description["layers"]!.AsArray()));
        var position = HeaderLength + length;
        foreach (var values in Values(network))
        {
            var bytes = values.Shape.Size * sizeof(float);
            if (position + bytes > content.Length)
            {
                throw new InvalidDataException($"{name} ends within the values of {values.Name}.");
            }

            var numbers = new float[values.Shape.Size];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(content[(position + (i * sizeof(float)))..]);
            }

            values.Set(new Tensor(numbers, values.Shape));
            position += bytes;
        }

        return position == content.Length
            ? network
            : throw new InvalidDataException($"{name} holds {content.Length - position} bytes more than its layers need.");
    }

    private static Layer[] ReadLayers(JsonArray layers) => [.. layers.Select(layer => ReadLayer(layer!.AsObject()))];

    private static Layer ReadLayer(JsonObject layer)
    {
        var type = layer["type"]!.GetValue<string>();
        return type switch
        {
            nameof(Dense) => new Dense(Whole("inputs"), Whole("outputs")),
            nameof(Conv2D) => new Conv2D(Whole("inputChannels"), Whole("outputChannels"), Whole("kernel"), Whole("stride"), Whole("padding")),
            nameof(MaxPool2D) => new MaxPool2D(Whole("size"), Whole("stride")),
            nameof(AveragePool2D) => new AveragePool2D(Whole("size"), Whole("stride")),
            nameof(BatchNormalization) => new BatchNormalization(Whole("channels"), Number("momentum"), Number("epsilon")),
            nameof(Residual) => new Residual(ReadLayers(layer["layers"]!.AsArray())),
            nameof(TriggerSkip) => new TriggerSkip(Whole("target"), Number("strength"), Number("threshold"), ReadLayers(layer["layers"]!.AsArray())),
            nameof(Dropout) => new Dropout(Number("rate")),
            nameof(LeakyRelu) => new LeakyRelu(Number("slope")),
            nameof(Flatten) => new Flatten(),
            nameof(Relu) => new Relu(),
            nameof(Sigmoid) => new Sigmoid(),
            nameof(Tanh) => new Tanh(),
            nameof(Gelu) => new Gelu(),
            nameof(Identity) => new Identity(),
            _ => throw new FormatException($"the layer type {type} is unknown."),
        };

        int Whole(string option) => layer[option]!.GetValue<int>();

        float Number(string option) => layer[option]!.GetValue<float>();
    }
}
