namespace RedGradient.Defenses.Training;

/// <summary>A statement and its signature, which lie beside the checkpoint's weights.</summary>
/// <param name="Statement">What was signed.</param>
/// <param name="Signature">Over <see cref="CheckpointStatement.Encode"/>. ECDSA is randomised: the same statement signs differently each time.</param>
public sealed record SignedCheckpoint(CheckpointStatement Statement, ReadOnlyMemory<byte> Signature);
