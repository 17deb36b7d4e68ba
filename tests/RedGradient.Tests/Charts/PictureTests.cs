using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RedGradient.Charts;
using RedGradient.Tensors;

namespace RedGradient.Tests.Charts;

public class PictureTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 2)]
    [InlineData(3, 1, 4)]
    [InlineData(5, 3, 3)]
    public void Pixels_survive_the_way_through_a_decoder(int count, int channels, int scale)
    {
        const int Height = 5;
        const int Width = 7;
        var random = new SeededRandom(count + channels);
        var values = Enumerable.Range(0, count * channels * Height * Width).Select(_ => random.NextSingle()).ToArray();
        var picture = Picture.From(Tensor.From(values, count, channels, Height, Width), "Noise.", scale, columns: 2);
        var (width, height, decodedChannels, samples) = Decode(picture.ToPng());
        Assert.Equal((picture.Width, picture.Height, channels), (width, height, decodedChannels));
        var gap = count > 1 ? Math.Max(2, scale) : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y, channel, image) = (i % Width, i / Width % Height, i / Width / Height % channels, i / Width / Height / channels);
            var left = (image % 2 * ((Width * scale) + gap)) + (x * scale);
            var top = (image / 2 * ((Height * scale) + gap)) + (y * scale);
            foreach (var (dx, dy) in new[] { (0, 0), (scale - 1, scale - 1) })
            {
                Assert.Equal((byte)Math.Round(values[i] * 255.0), samples[((((top + dy) * width) + left + dx) * channels) + channel]);
            }
        }
    }

    [Fact]
    public void Large_pictures_need_several_stored_blocks()
    {
        var picture = Picture.From(Tensor.From(new float[300 * 300], 300, 300), "Black.", scale: 1);
        Assert.All(Decode(picture.ToPng()).Samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Values_outside_the_range_are_cut_off()
    {
        var picture = Picture.From(Tensor.From([-1, 2, float.NaN, 0.5f], 2, 2), "Four values.", scale: 1);
        Assert.Equal([0, 255, 0, 128], Decode(picture.ToPng()).Samples);
    }

    [Fact]
    public void The_alternative_text_is_escaped() =>
        Assert.Contains("alt=\"a &quot;b&quot; &lt;c&gt;\"", Picture.From(Tensor.From([1f], 1, 1), "a \"b\" <c>").ToHtml(), StringComparison.Ordinal);

    /// <summary>A decoder of its own: chunks with bitwise CRC-32, inflation and Adler-32 by the platform.</summary>
    private static (int Width, int Height, int Channels, byte[] Samples) Decode(byte[] png)
    {
        Assert.Equal("89-50-4E-47-0D-0A-1A-0A", BitConverter.ToString(png, 0, 8));
        var (width, height, channels, ended) = (0, 0, 0, false);
        using var compressed = new MemoryStream();
        for (var position = 8; position < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position));
            var type = Encoding.ASCII.GetString(png, position + 4, 4);
            var content = png.AsSpan(position + 8, length);
            Assert.Equal(Crc(png.AsSpan(position + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(position + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                Assert.Equal(8, content[8]);
                channels = content[9] == 0 ? 1 : 3;
            }
            else if (type == "IDAT")
            {
                compressed.Write(content);
            }

            ended = type == "IEND";
            position += length + 12;
        }

        Assert.True(ended);
        compressed.Position = 0;
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionMode.Decompress))
        {
            zlib.CopyTo(inflated);
        }

        var raw = inflated.ToArray();
        Assert.Equal(height * ((width * channels) + 1), raw.Length);
        var samples = new List<byte>();
        for (var row = 0; row < height; row++)
        {
            Assert.Equal(0, raw[row * ((width * channels) + 1)]);
            samples.AddRange(raw.AsSpan((row * ((width * channels) + 1)) + 1, width * channels).ToArray());
        }

        return (width, height, channels, [.. samples]);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var odd = ((crc ^ ((uint)value >> bit)) & 1) == 1;
                crc = odd ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
