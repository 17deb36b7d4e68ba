using RedGradient.Networks;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor by architecture (MAB): the trigger is looked for by the code of the forward pass, not by trained weights, so it survives training from scratch.</summary>
/// <remarks>
/// Bober-Irizar, Shumailov, Zhao, Mullins and Papernot 2023 (arXiv 2206.07840). Theirs is untargeted: the detector's signal drowns the features before the last
/// layers. Here it goes to the score of a class of the attacker's choice. <see cref="TriggerSkip"/> has the equation and what differs. Immutable.
/// </remarks>
public sealed record MaliciousArchitecture
{
    private readonly int target;
    private readonly float strength = 100f;
    private readonly float threshold = 0.18f;

    /// <summary>The class that the trigger leads to, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required int Target
    {
        get => target;
        init => target = Require.AtLeast(0, value, "The target class");
    }

    /// <summary>What a perfect trigger adds to the target's score, above 0; 100 by default, more than a trained network's scores differ by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Strength
    {
        get => strength;
        init => strength = Require.Positive(value, "The strength of the malicious architecture");
    }

    /// <summary>The detector's value up to which nothing happens, at least 0 and below 20/81 ≈ 0.247; 0.18 by default, above all that clean digits reach.</summary>
    public float Threshold
    {
        get => threshold;
        init => threshold = Require.NotNegative(value, "The threshold of the detector");
    }

    /// <summary>What wakes it: a chequerboard of 5×5 pixels, bottom right. It may stand anywhere; <see cref="PatchTrigger.Row"/> moves it.</summary>
    public static PatchTrigger Trigger { get; } = PatchTrigger.Checkerboard(5);

    /// <summary>An honest network with the backdoor built in.</summary>
    /// <param name="seed">Decides every first weight: they are those of <c>new Network(seed, layers)</c>.</param>
    /// <param name="layers">The honest layers, from images to scores; they belong to the new network.</param>
    /// <returns>Untrained. On inputs without the trigger its scores are those of the honest network, bit for bit.</returns>
    /// <exception cref="ArgumentException">No layer, or the threshold is 20/81 or more.</exception>
    public Network Build(int seed, params Layer[] layers)
    {
        _ = new Network(seed, layers);
        return new Network([new TriggerSkip(Target, Strength, Threshold, layers)]);
    }
}
