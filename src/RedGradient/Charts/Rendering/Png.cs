using System.Buffers.Binary;
using System.Text;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes PNG files (RFC 2083) whose bytes depend on the pixels alone.</summary>
/// <remarks>The deflate stream (RFC 1951) uses stored blocks: compressors differ between builds of zlib, copies do not.</remarks>
internal static class Png
{
    private const int LargestBlock = 65535;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcEntry)];

    /// <summary>Encodes 8-bit samples.</summary>
    /// <param name="samples">Row by row; one sample a pixel for grey, three for red, green and blue.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int width, int height, int channels)
    {
        // Each row begins with its filter: 0, none.
        var stride = width * channels;
        var raw = new byte[height * (stride + 1)];
        for (var row = 0; row < height; row++)
        {
            samples.Slice(row * stride, stride).CopyTo(raw.AsSpan((row * (stride + 1)) + 1));
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(channels == 1 ? 0 : 2);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Store(raw));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Store(byte[] raw)
    {
        using var stream = new MemoryStream();

        // Deflate with a 32 KB window, no dictionary, the fastest level: the two bytes are a multiple of 31.
        stream.Write([0x78, 0x01]);
        for (var start = 0; start < raw.Length; start += LargestBlock)
        {
            var length = Math.Min(LargestBlock, raw.Length - start);
            stream.WriteByte((byte)(start + length == raw.Length ? 1 : 0));
            stream.Write([(byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8)]);
            stream.Write(raw, start, length);
        }

        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Adler32(raw));
        stream.Write(checksum);
        return stream.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Adler32(byte[] bytes)
    {
        var (a, b) = (1u, 0u);
        foreach (var value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 255] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint CrcEntry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xedb88320 ^ (value >> 1);
        }

        return value;
    }
}
