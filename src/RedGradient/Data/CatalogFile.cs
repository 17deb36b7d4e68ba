using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace RedGradient.Data;

/// <summary>One file of a data set that can be downloaded. Immutable.</summary>
/// <param name="Name">The file's name, at the mirrors and in the folder.</param>
/// <param name="Bytes">Its size, for progress; the checksum decides whether the file is right.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal, where its publishers or many users know it.</param>
/// <param name="Md5">Its MD5 in hexadecimal, used only where there is no SHA-256: it finds damage, not a forger.</param>
public sealed record CatalogFile(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string? Sha256 = null,
    [property: JsonPropertyName("md5")] string? Md5 = null)
{
    /// <summary>The checksum the file is held against, in hexadecimal.</summary>
    [JsonIgnore]
    public string Checksum => Sha256 ?? Md5 ?? throw new InvalidOperationException($"The file {Name} has no checksum in the catalogue; it needs a SHA-256 or an MD5.");

    /// <summary>The checksum's kind: <c>SHA-256</c> or <c>MD5</c>.</summary>
    [JsonIgnore]
    public string ChecksumKind => Sha256 is null ? "MD5" : "SHA-256";

    internal IncrementalHash StartHash() => IncrementalHash.CreateHash(Sha256 is null ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);

    /// <summary>Whether the folder holds this file with the right checksum; reads the whole file.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public bool IsIn(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path) || !Untrusted.IsOrdinary(path))
        {
            return false;
        }

        using var hash = StartHash();
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexString(hash.GetHashAndReset()).Equals(Checksum, StringComparison.OrdinalIgnoreCase);
    }
}
