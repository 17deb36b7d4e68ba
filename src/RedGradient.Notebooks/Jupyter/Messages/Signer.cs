using System.Security.Cryptography;
using System.Text;

namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>Signs messages with HMAC-SHA256 and checks signatures in constant time. With an empty key nothing is signed.</summary>
internal sealed class Signer(byte[] key)
{
    public byte[] Sign(IEnumerable<byte[]> parts) =>
        key.Length == 0 ? [] : Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Digest(parts)));

    public bool IsRight(byte[] signature, IEnumerable<byte[]> parts) =>
        key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));

    private byte[] Digest(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hash.AppendData(part);
        return hash.GetHashAndReset();
    }
}
