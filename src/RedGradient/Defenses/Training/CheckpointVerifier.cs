using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Takes signed checkpoints of one run, each once and in order, and remembers the highest step: a signature alone accepts an old checkpoint for ever.</summary>
/// <remarks>What it remembers must outlive the process, or a restart forgets the rollback: keep <see cref="Trust"/> where an attacker cannot write. Not safe for use by several threads at once.</remarks>
public sealed class CheckpointVerifier
{
    private readonly CheckpointKey key;

    /// <summary>Starts to verify, or goes on.</summary>
    /// <param name="key">The public half is enough.</param>
    /// <param name="run">The run whose checkpoints are taken, not empty.</param>
    /// <param name="trust">What an earlier verifier of the run remembered; null at the beginning.</param>
    public CheckpointVerifier(CheckpointKey key, string run, CheckpointTrust? trust = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(run);
        (this.key, Run, Trust) = (key, run, trust ?? CheckpointTrust.None);
    }

    /// <summary>The run whose checkpoints are taken.</summary>
    public string Run { get; }

    /// <summary>What is remembered: the highest step taken, and its statement's hash.</summary>
    public CheckpointTrust Trust { get; private set; }

    /// <summary>Looks at a checkpoint, and remembers it if it is taken. The newest one may come again, as after a crash.</summary>
    /// <param name="checkpoint">Its statement and signature.</param>
    /// <param name="network">The weights that came with it.</param>
    /// <returns>Whether it is taken, and why not.</returns>
    /// <exception cref="NotSupportedException">A layer is not one of the library's.</exception>
    public IntegrityVerdict Verify(SignedCheckpoint checkpoint, Network network)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(network);
        var statement = checkpoint.Statement;
        if (!key.Fits(checkpoint)) return IntegrityVerdict.Refused($"The signature is not this key's over what the checkpoint says of itself (run \"{Untrusted.Shown(statement.Run)}\", step {statement.Step}).");
        if (statement.Run != Run) return IntegrityVerdict.Refused($"The checkpoint is of the run \"{Untrusted.Shown(statement.Run)}\", replayed; this run is \"{Untrusted.Shown(Run)}\".");
        if (CheckpointStatement.LayoutOf(network) != statement.Layout) return IntegrityVerdict.Refused("The weights have other layers or shapes than were signed: the checkpoint was re-shaped.");
        if (CheckpointStatement.WeightsOf(network) != statement.Weights) return IntegrityVerdict.Refused("The weights are not those that were signed: the checkpoint was tampered with.");
        var hash = statement.Hash;
        if (hash == Trust.Statement) return IntegrityVerdict.Accepted($"Step {statement.Step} is the newest checkpoint, seen before.");
        if (statement.Step <= Trust.Step) return IntegrityVerdict.Refused($"The checkpoint is of step {statement.Step} and step {Trust.Step} was seen already: it would roll the run back.");
        if (statement.Parent != Trust.Statement) return IntegrityVerdict.Refused($"The checkpoint of step {statement.Step} does not follow from the one of step {Trust.Step}: its parent is another.");
        Trust = new CheckpointTrust(statement.Step, hash);
        return IntegrityVerdict.Accepted($"Step {statement.Step} follows from what was seen, and its weights are those that were signed.");
    }
}
