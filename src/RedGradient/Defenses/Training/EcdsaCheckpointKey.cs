using System.Security.Cryptography;

namespace RedGradient.Defenses.Training;

/// <summary>ECDSA over the curve P-256 with SHA-256 (FIPS 186-5). Signatures have 64 bytes and differ each time.</summary>
public sealed class EcdsaCheckpointKey : CheckpointKey
{
    // The scalar is the hash of this sentence, so that nobody can mistake it for a secret.
    private const string TeachingSentence = "RedGradient's teaching key: public, for lessons and tests, and never a secret.";
    private readonly ECDsa key;

    /// <summary>Takes a key over.</summary>
    /// <param name="key">On the curve P-256; disposed with this one. Without its private half it verifies only.</param>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public EcdsaCheckpointKey(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize != 256) throw new ArgumentException($"Checkpoints are signed on the curve P-256; a key of {key.KeySize} bits was given.", nameof(key));
        this.key = key;
    }

    /// <inheritdoc/>
    public override string Algorithm => "ECDSA P-256";

    /// <summary>A key for lessons and tests that ships with the library: everybody has its private half. NOT A SECRET; sign nothing with it that matters.</summary>
    public static EcdsaCheckpointKey Teaching() => new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(CanonicalEncoding.Text(TeachingSentence)) }));

    /// <summary>The same key without its private half: what a verifier is given.</summary>
    public EcdsaCheckpointKey PublicHalf() => new(ECDsa.Create(key.ExportParameters(includePrivateParameters: false)));

    /// <inheritdoc/>
    protected override byte[] SignBytes(byte[] bytes)
    {
        try
        {
            return key.SignData(bytes, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidOperationException("The key cannot sign; only one with its private half can.", exception);
        }
    }

    /// <inheritdoc/>
    protected override bool VerifyBytes(byte[] bytes, ReadOnlySpan<byte> signature) => key.VerifyData(bytes, signature, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) key.Dispose();
    }
}
