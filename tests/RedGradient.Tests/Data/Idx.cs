using System.Buffers.Binary;
using System.IO.Compression;

namespace RedGradient.Tests.Data;

/// <summary>Writes IDX files, byte by byte, as the format's description has it.</summary>
internal static class Idx
{
    internal static byte[] File(int[] lengths, byte[] elements, byte type = 8)
    {
        var header = new byte[4 + (4 * lengths.Length)];
        header[2] = type;
        header[3] = (byte)lengths.Length;
        for (var i = 0; i < lengths.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), lengths[i]);
        }

        return [.. header, .. elements];
    }

    internal static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }

    /// <summary>Files of n images of 2 × 3 pixels, image i filled with i, with the label i modulo 10.</summary>
    internal static (byte[] Images, byte[] Labels) Small(int count) => (
        File([count, 2, 3], Enumerable.Range(0, 6 * count).Select(i => (byte)(i / 6)).ToArray()),
        File([count], Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray()));
}
