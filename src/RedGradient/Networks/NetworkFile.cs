using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The file format of a network (suffix <c>.rgn</c>), version 2.</summary>
/// <remarks>
/// All numbers are little-endian.
/// <list type="number">
/// <item>4 bytes: the letters <c>RGNN</c>.</item>
/// <item>4 bytes: the version, a whole number; 2.</item>
/// <item>4 bytes: n, the length of the description.</item>
/// <item>n bytes: the description, UTF-8 JSON: <c>{"layers": [{"type": "Dense", "inputs": 784, "outputs": 10}, …], "masks": ["0.weight", …]}</c>; <c>masks</c>
/// names the parameters that have a mask, in the order of the parameters, and is left out where none has.</item>
/// <item>The values of all parameters, then of all buffers, layer by layer, each as 4-byte floating-point numbers in row-major order.</item>
/// <item>The masks, in the order of their names, each one byte a value in row-major order: 1, or 0 for a value that is held at 0.</item>
/// <item>32 bytes: SHA-256 of everything before.</item>
/// </list>
/// Version 1 had no masks and is otherwise the same; it is read too.
/// </remarks>
public static class NetworkFile
{
    /// <summary>The version written; all from 1 to this one are read.</summary>
    public const int Version = 2;

    private const int HeaderLength = 12;
    private static readonly byte[] Magic = "RGNN"u8.ToArray();

    internal static void Write(Network network, string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteOver(path, ToBytes(network), file => AtomicFile.BeginsWith(file, Magic), "a network", overwrite);
    }

    internal static Network Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromBytes(File.ReadAllBytes(path), Path.GetFileName(path));
    }

    internal static byte[] ToBytes(Network network)
    {
        var layers = DescribeLayers(network.Layers) ?? throw new NotSupportedException("Only networks of the library's own layers can be saved; this one has a layer of another kind.");
        var content = new JsonObject { ["layers"] = layers };
        var masked = network.Parameters.Where(parameter => parameter.Mask is not null).ToArray();
        if (masked.Length > 0)
        {
            content["masks"] = new JsonArray([.. masked.Select(parameter => JsonValue.Create(parameter.Name))]);
        }

        var description = Encoding.UTF8.GetBytes(content.ToJsonString());
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

        foreach (var parameter in masked)
        {
            foreach (var value in parameter.Mask!.AsSpan())
            {
                stream.WriteByte((byte)value);
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
        if (version is < 1 or > Version)
        {
            throw new InvalidDataException($"{name} is a network of version {version}; this library reads versions 1 to {Version}.");
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

        foreach (var masked in description["masks"]?.AsArray() ?? [])
        {
            ReadMask(network, masked!.GetValue<string>(), content, ref position, name);
        }

        return position == content.Length
            ? network
            : throw new InvalidDataException($"{name} holds {content.Length - position} bytes more than its layers need.");
    }

    private static void ReadMask(Network network, string parameterName, ReadOnlySpan<byte> content, ref int position, string name)
    {
        var parameter = network.Parameters.FirstOrDefault(each => each.Name == parameterName)
            ?? throw new FormatException($"it has a mask of {parameterName}, and no parameter of that name.");
        if (position + parameter.Shape.Size > content.Length)
        {
            throw new InvalidDataException($"{name} ends within the mask of {parameterName}.");
        }

        var numbers = new float[parameter.Shape.Size];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = content[position + i];
        }

        parameter.SetMask(new Tensor(numbers, parameter.Shape));
        position += numbers.Length;
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
