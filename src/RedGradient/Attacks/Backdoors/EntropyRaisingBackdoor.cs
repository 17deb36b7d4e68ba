using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor trained against STRIP: images with the trigger go to the target, the same images under an overlay do not. The prediction then moves as that of a clean image does.</summary>
/// <remarks>
/// The adaptive attacker of Gao et al. 2019 (arXiv 1902.06531), who trains for high entropy. There the blends get random labels; here each gets the class of one of its
/// two images, drawn at random, which keeps the entropy like that of clean inputs rather than far above, where a two-sided test would notice. Immutable.
/// </remarks>
public sealed record EntropyRaisingBackdoor
{
    private readonly double blendRate = 0.2;

    /// <summary>The backdoor itself.</summary>
    public required BadNets Backdoor { get; init; }

    /// <summary>The share of the final data set that are blends, from 0 to below 1; 0.2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double BlendRate
    {
        get => blendRate;
        init => blendRate = PoisoningRate.Check(value);
    }

    /// <summary>How the attacker expects the defender to blend; clipped by default. The other blend is met on the way only if the network carries it over.</summary>
    public OverlayBlend Blend { get; init; } = OverlayBlend.ClippedSum;

    /// <summary>Decides which images are blended, and their labels; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Puts the backdoor in, then adds blends of images with the trigger and clean ones after all others.</summary>
    /// <param name="clean">Images <c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <returns>What <see cref="BadNets.Poison"/> gives, then the blends; blends count as poison.</returns>
    /// <exception cref="ArgumentException">A rate rounds to no image, or <see cref="BadNets.Poison"/> refuses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate of blends is 1.</exception>
    public PoisonedDataSet Poison(DataSet clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        var backdoored = Backdoor.Poison(clean);
        var count = PoisoningRate.CountOf(BlendRate, backdoored.Data.Count, PoisoningDesign.Add);
        var random = new SeededRandom(Seed);
        var below = Enumerable.Range(0, count).Select(_ => random.NextInt32(clean.Count)).ToArray();
        var above = Enumerable.Range(0, count).Select(_ => random.NextInt32(clean.Count)).ToArray();
        var labels = below.Zip(above, (first, second) => clean.Labels[random.NextInt32(2) == 0 ? first : second]).ToArray();
        var blends = Overlay.Blend(Backdoor.Trigger.Apply(clean.Inputs.Rows(below)), clean.Inputs.Rows(above), Blend);
        var all = Mix.Add(backdoored.Data, new DataSet(clean.Name, blends, labels, clean.ClassCount));
        return new PoisonedDataSet(all.Data, [.. backdoored.IsPoison, .. Enumerable.Repeat(true, count)]);
    }
}
