using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Which steps of a training run are attacked: each with the same chance, decided by seed and step alone, so that a run that goes on attacks the same ones.</summary>
/// <remarks>Immutable.</remarks>
public sealed record AttackSchedule
{
    private readonly double share = 1.0;
    private readonly int from = 1;

    /// <summary>The share of the steps, from 0 to 1; all by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Share
    {
        get => share;
        init => share = Require.Share(value, "The share of the steps that are attacked");
    }

    /// <summary>The first step that can be attacked, at least 1; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int From
    {
        get => from;
        init => from = Require.AtLeast(1, value, "The first step that can be attacked");
    }

    /// <summary>Decides which; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether a step is attacked.</summary>
    /// <param name="step">Its number over the whole run, from 1.</param>
    public bool Covers(int step) => step >= From && new SeededRandom(Seed).Split(step).NextDouble() < Share;
}
