using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>A key that signs checkpoints and verifies them; one without its secret half only verifies.</summary>
public abstract class CheckpointKey : IDisposable
{
    /// <summary>The algorithm, as its standard calls it.</summary>
    public abstract string Algorithm { get; }

    /// <summary>Signs what a network is.</summary>
    /// <param name="run">The run's name, not empty.</param>
    /// <param name="step">At least 0.</param>
    /// <param name="parent">The <see cref="CheckpointStatement.Hash"/> of the statement before; <see cref="GradientOpening.NoParent"/> for the first.</param>
    /// <param name="network">Of the library's layers.</param>
    /// <exception cref="InvalidOperationException">The key has no secret half.</exception>
    public SignedCheckpoint Sign(string run, long step, string parent, Network network)
    {
        var statement = new CheckpointStatement(run, step, parent, network);
        return new SignedCheckpoint(statement, SignBytes(statement.Encode()));
    }

    /// <summary>Whether a signature is this key's over a statement.</summary>
    /// <param name="checkpoint">The statement and its signature.</param>
    public bool Fits(SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return VerifyBytes(checkpoint.Statement.Encode(), checkpoint.Signature.Span);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up what the platform holds for the key.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Signs bytes.</summary>
    /// <param name="bytes">What is signed.</param>
    protected abstract byte[] SignBytes(byte[] bytes);

    /// <summary>Verifies a signature of bytes.</summary>
    /// <param name="bytes">What was signed.</param>
    /// <param name="signature">The signature.</param>
    protected abstract bool VerifyBytes(byte[] bytes, ReadOnlySpan<byte> signature);
}
