using System.Security.Cryptography;

namespace RedGradient;

/// <summary>What a file held at one moment, as a checksum: to see later whether someone changed it meanwhile.</summary>
/// <param name="Path">The file.</param>
/// <param name="Checksum">SHA-256 in hexadecimal; null where there was no file.</param>
internal sealed record FileSnapshot(string Path, string? Checksum)
{
    internal static FileSnapshot Of(string path) => new(path, ChecksumOf(path));

    internal static string ChecksumOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Replaces the file if nobody changed it since.</summary>
    /// <exception cref="IOException">Someone did; the file is as they left it.</exception>
    internal void Replace(string text)
    {
        if (ChecksumOf(Path) != Checksum)
        {
            throw new IOException($"'{Path}' was changed by someone else while this command ran; it is kept as it is now, and nothing was written. Run the command again.");
        }

        AtomicFile.Write(Path, text);
    }

    private static string? ChecksumOf(string path)
    {
        if (!File.Exists(path)) return null;
        using var stream = Untrusted.Open(path, long.MaxValue, "a file that can be replaced");
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
