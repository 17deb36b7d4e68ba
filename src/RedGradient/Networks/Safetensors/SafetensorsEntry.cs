using System.Buffers.Binary;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What the header of a safetensors file says of one tensor, checked for itself: its type, its shape and the bytes that hold it.</summary>
internal sealed class SafetensorsEntry
{
    private const string Types = "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8 and BOOL";
    private readonly string type;

    private SafetensorsEntry(string name, string type, int width, Shape shape, long begin, long end) =>
        (Name, this.type, Width, Shape, Begin, End) = (name, type, width, shape, begin, end);

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>Bytes of one value.</summary>
    public int Width { get; }

    public int Count => Shape.Size;

    /// <summary>Its first byte, counted from the end of the header.</summary>
    public long Begin { get; }

    /// <summary>The byte after its last.</summary>
    public long End { get; }

    /// <exception cref="FormatException">It says something the format does not know, or its bytes are not those of its shape.</exception>
    internal static SafetensorsEntry Of(string name, JsonNode? node)
    {
        var shown = Untrusted.Shown(name);
        var entry = node as JsonObject ?? throw new FormatException($"what it says of the tensor {shown} is no JSON object.");
        foreach (var (key, _) in entry)
        {
            if (key is not ("dtype" or "shape" or "data_offsets")) throw new FormatException($"of the tensor {shown} it says {Untrusted.Shown(key)}; allowed are dtype, shape and data_offsets.");
        }

        var type = entry["dtype"] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new FormatException($"the tensor {shown} has no dtype.");
        var width = WidthOf(type) ?? throw new FormatException($"the tensor {shown} has the dtype {Untrusted.Shown(type)}; read are {Types}.");
        var lengths = Wholes(entry["shape"], $"the shape of the tensor {shown}");
        Int128 count = 1;
        foreach (var length in lengths)
        {
            if ((count *= length) > Array.MaxLength || length > Array.MaxLength) throw new FormatException($"the tensor {shown} has more values than the {Array.MaxLength} that are read.");
        }

        var offsets = Wholes(entry["data_offsets"], $"the data_offsets of the tensor {shown}");
        if (offsets.Length != 2 || offsets[1] < offsets[0]) throw new FormatException($"the data_offsets of the tensor {shown} must be a beginning and an end that does not lie before it.");
        return offsets[1] - offsets[0] == count * width
            ? new SafetensorsEntry(name, type, width, new Shape([.. lengths.Select(length => (int)length)]), offsets[0], offsets[1])
            : throw new FormatException(FormattableString.Invariant($"the tensor {shown} takes {offsets[1] - offsets[0]} bytes; {count} values of {type} need {count * width}."));
    }

    /// <summary>One value, as the nearest 32-bit floating-point number.</summary>
    internal float Read(ReadOnlySpan<byte> bytes) => type switch
    {
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "I32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "I16" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "I8" => (sbyte)bytes[0],
        "U64" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "U32" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "U16" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => bytes[0],
    };

    private static int? WidthOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => null,
    };

    private static long[] Wholes(JsonNode? node, string what) =>
        node is JsonArray { Count: <= 16 } list
            ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out long number) && number >= 0 ? number : throw new FormatException($"{what} holds {(item is null ? "null" : Untrusted.Shown(item.ToJsonString()))}; allowed are whole numbers from 0."))]
            : throw new FormatException($"{what} must be a list of at most 16 whole numbers.");
}
