using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

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

    internal static readonly byte[] Magic = "RGNN"u8.ToArray();

    internal static void Write(Network network, string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteOver(path, ToBytes(network), file => AtomicFile.BeginsWith(file, Magic), "a network", overwrite);
    }

    internal static Network Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = Untrusted.Open(path, long.MaxValue, "a network file");
        return new NetworkReader(stream, Path.GetFileName(path)).Read();
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
        using var stream = new MemoryStream(bytes, writable: false);
        return new NetworkReader(stream, name).Read();
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

    internal static IEnumerable<Parameter> Values(Network network) =>
        network.Layers.SelectMany(layer => layer.Parameters).Concat(network.Layers.SelectMany(layer => layer.Buffers));
}
