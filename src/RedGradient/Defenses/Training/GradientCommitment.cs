namespace RedGradient.Defenses.Training;

/// <summary>A promise of a gradient: the hash of its opening, published before anyone shows theirs. It stops a change on the way and waiting to see what others send; it makes no gradient honest.</summary>
/// <param name="Hash">SHA-256 of the opening's canonical encoding, in hexadecimal.</param>
public sealed record GradientCommitment(string Hash)
{
    /// <summary>Commits to an opening.</summary>
    /// <param name="opening">What is shown later.</param>
    public static GradientCommitment To(GradientOpening opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return new GradientCommitment(CanonicalEncoding.HashOf(opening.Encode()));
    }

    /// <summary>Holds what is shown against what was promised.</summary>
    /// <param name="shown">The opening that was sent.</param>
    /// <param name="run">The run that it must be of.</param>
    /// <param name="worker">The worker that promised.</param>
    /// <param name="step">The step that is due.</param>
    /// <returns>Whether it is taken, and why not.</returns>
    public IntegrityVerdict Verify(GradientOpening shown, string run, string worker, long step)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (shown.Run != run) return IntegrityVerdict.Refused($"The gradient is of the run \"{Untrusted.Shown(shown.Run)}\"; this run is \"{Untrusted.Shown(run)}\".");
        if (shown.Worker != worker) return IntegrityVerdict.Refused($"The gradient is of the worker \"{Untrusted.Shown(shown.Worker)}\"; \"{Untrusted.Shown(worker)}\" promised one.");
        if (shown.Step != step) return IntegrityVerdict.Refused($"The gradient is of step {shown.Step}; step {step} is due.");
        return To(shown).Hash == Hash
            ? IntegrityVerdict.Accepted("The gradient is the one that was promised.")
            : IntegrityVerdict.Refused("The gradient, its shape, its parent or its nonce is not the one that was promised: the hashes differ.");
    }
}
