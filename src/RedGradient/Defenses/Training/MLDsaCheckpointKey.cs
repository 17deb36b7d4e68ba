using System.Security.Cryptography;

namespace RedGradient.Defenses.Training;

/// <summary>ML-DSA-65 (FIPS 204), whose signatures a quantum computer is not known to forge; 3,309 bytes each. Only where the platform has it: OpenSSL 3.5 or a recent Windows.</summary>
public sealed class MLDsaCheckpointKey : CheckpointKey
{
    private readonly MLDsa key;

    private MLDsaCheckpointKey(MLDsa key) => this.key = key;

    /// <summary>Whether this platform has the algorithm.</summary>
    public static bool IsSupported => MLDsa.IsSupported;

    /// <summary>Why there is no such key here; empty where there is.</summary>
    public static string WhyNot => IsSupported ? "" : "ML-DSA is skipped: this platform's cryptography has no ML-DSA, which needs OpenSSL 3.5 or later, or a Windows that has it.";

    /// <inheritdoc/>
    public override string Algorithm => "ML-DSA-65";

    /// <summary>A new key.</summary>
    /// <exception cref="PlatformNotSupportedException">The platform has no ML-DSA; ask <see cref="IsSupported"/> first.</exception>
    public static MLDsaCheckpointKey Generate() => IsSupported
        ? new(MLDsa.GenerateKey(MLDsaAlgorithm.MLDsa65))
        : throw new PlatformNotSupportedException(WhyNot);

    /// <inheritdoc/>
    protected override byte[] SignBytes(byte[] bytes) => key.SignData(bytes);

    /// <inheritdoc/>
    protected override bool VerifyBytes(byte[] bytes, ReadOnlySpan<byte> signature) => key.VerifyData(bytes, signature);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) key.Dispose();
    }
}
