using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RedGradient.Defenses.Training;

/// <summary>Fields written so that no two lists of fields give the same bytes: for the tag of the purpose, then for each field, its length in 8 bytes, little-endian, and the bytes themselves.</summary>
/// <remarks>
/// Bytes that are only strung together can be cut at another place and mean something else; with a length before each there is one way to read them, and <see cref="Decode"/> is it. The
/// tag keeps what was signed for one purpose from being taken for another.
/// </remarks>
public static class CanonicalEncoding
{
    private const int LengthBytes = sizeof(ulong);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of a list of fields.</summary>
    /// <param name="purpose">The domain tag, not empty: what the bytes are for, with a version.</param>
    /// <param name="fields">The fields; an empty one is allowed.</param>
    public static byte[] Encode(string purpose, params IReadOnlyList<byte[]> fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentNullException.ThrowIfNull(fields);
        byte[][] all = [Text(purpose), .. fields];
        var result = new byte[all.Sum(field => LengthBytes + field.Length)];
        var at = 0;
        foreach (var field in all)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(at), (ulong)field.Length);
            field.CopyTo(result.AsSpan(at + LengthBytes));
            at += LengthBytes + field.Length;
        }

        return result;
    }

    /// <summary>The fields of bytes that <see cref="Encode"/> made.</summary>
    /// <param name="purpose">The domain tag that they must begin with.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="InvalidDataException">They are for another purpose, or their lengths do not add up.</exception>
    public static IReadOnlyList<byte[]> Decode(string purpose, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var fields = new List<byte[]>();
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < LengthBytes) throw new InvalidDataException($"The encoding ends within the length of field {fields.Count}: {bytes.Length - at} bytes are left, and a length takes {LengthBytes}.");
            var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
            at += LengthBytes;
            if (length > (ulong)(bytes.Length - at)) throw new InvalidDataException($"Field {fields.Count} of the encoding says that it has {length} bytes; {bytes.Length - at} are left.");
            fields.Add(bytes.Slice(at, (int)length).ToArray());
            at += (int)length;
        }

        if (fields.Count == 0 || Encoding.UTF8.GetString(fields[0]) != purpose)
        {
            throw new InvalidDataException($"The encoding is for \"{(fields.Count == 0 ? "" : Untrusted.Shown(Encoding.UTF8.GetString(fields[0])))}\"; \"{purpose}\" is needed.");
        }

        fields.RemoveAt(0);
        return fields;
    }

    /// <summary>SHA-256, as hexadecimal digits in lower case.</summary>
    /// <param name="bytes">What is hashed.</param>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // Half a character would become the same sign as every other half.
    internal static byte[] Text(string value)
    {
        try
        {
            return Strict.GetBytes(value);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"A name must be whole characters, so that no two names have the same bytes; \"{Untrusted.Shown(value)}\" was given.", nameof(value));
        }
    }

    internal static byte[] Number(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    // A hash as it goes into a field: its bytes, not its digits.
    internal static byte[] Hash(string hash, string what) => IsHash(hash)
        ? Convert.FromHexString(hash)
        : throw new ArgumentException($"{what} must be a SHA-256 hash of {2 * SHA256.HashSizeInBytes} hexadecimal digits; \"{Untrusted.Shown(hash ?? "")}\" was given.", nameof(hash));

    private static bool IsHash(string? hash) => hash?.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit);
}
