namespace RedGradient.Defenses.Training;

/// <summary>What a verifier remembers of a run.</summary>
/// <param name="Step">The highest step taken; −1 before the first.</param>
/// <param name="Statement">The hash of its statement; <see cref="GradientOpening.NoParent"/> before the first.</param>
public sealed record CheckpointTrust(long Step, string Statement)
{
    /// <summary>Before the first checkpoint.</summary>
    public static CheckpointTrust None { get; } = new(-1, GradientOpening.NoParent);
}
