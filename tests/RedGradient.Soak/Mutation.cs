namespace RedGradient.Soak;

/// <summary>Makes broken files of good ones: the same seed, the same files.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly byte[][] Words =
    [
        "{}"u8.ToArray(), "[]"u8.ToArray(), "null"u8.ToArray(), "-1"u8.ToArray(), "1e400"u8.ToArray(), "99999999999999999999"u8.ToArray(), "\"\\ud800\""u8.ToArray(), "[[[[[["u8.ToArray(), ","u8.ToArray(),
        "\u001b[31m"u8.ToArray(), [0xFF, 0xFE], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0, 0, 0], "\r\n"u8.ToArray(), "NaN"u8.ToArray(), "2147483647"u8.ToArray(), "4294967296"u8.ToArray(), [0x1F, 0x8B, 8],
    ];

    private readonly Random _random = new(seed);

    internal byte[] Of(byte[] good)
    {
        var bytes = new List<byte>(good);
        for (var count = 1 + _random.Next(4); count > 0; count--) Change(bytes, good);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] good)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(_random.Next(1, 64), bytes.Count - at));
                break;
            case 4:
                bytes.InsertRange(at, Words[_random.Next(Words.Length)]);
                break;
            case 5:
                var from = _random.Next(good.Length);
                bytes.InsertRange(at, good[from..Math.Min(good.Length, from + _random.Next(1, 200))]);
                break;
            case 6:
                var word = Words[_random.Next(Words.Length)];
                bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
                bytes.InsertRange(at, word);
                break;
            default:
                var noise = new byte[_random.Next(1, 16)];
                _random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
        }
    }
}
