using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace RedGradient.Networks;

/// <summary>Makes the bytes of a safetensors file.</summary>
internal static class SafetensorsWriter
{
    // The values begin at a multiple of this, so that a program may map the file into its memory.
    private const int Alignment = 8;

    internal static byte[] ToBytes(SafetensorsFile file)
    {
        var header = new JsonObject();
        if (file.Metadata.Count > 0)
        {
            header[SafetensorsReader.MetadataName] = new JsonObject([.. file.Metadata.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value))]);
        }

        var tensors = file.Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).ToArray();
        long end = 0;
        foreach (var (name, tensor) in tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(end, end += (long)sizeof(float) * tensor.Size),
            };
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var length = (text.Length + Alignment - 1) / Alignment * Alignment;
        if (sizeof(long) + length + end > Array.MaxLength) throw new NotSupportedException(FormattableString.Invariant($"The tensors take {end} bytes; files of at most {Array.MaxLength} bytes are written."));
        var bytes = new byte[sizeof(long) + length + end];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        text.CopyTo(bytes, sizeof(long));
        bytes.AsSpan(sizeof(long) + text.Length, length - text.Length).Fill((byte)' ');
        var place = sizeof(long) + length;
        foreach (var (_, tensor) in tensors)
        {
            foreach (var value in tensor.AsSpan())
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(place), value);
                place += sizeof(float);
            }
        }

        return bytes;
    }
}
