using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RedGradient.Tensors;

namespace RedGradient.Determinism;

/// <summary>A SHA-256 over the bits of tensors.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Fingerprint Add(params IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            hash.AppendData(MemoryMarshal.AsBytes(tensor.AsSpan()));
        }

        return this;
    }

    public Fingerprint Add(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, value);
        hash.AppendData(bytes);
        return this;
    }

    public override string ToString() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();
}
