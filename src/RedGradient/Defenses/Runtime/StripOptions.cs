using RedGradient.Data;

namespace RedGradient.Defenses.Runtime;

/// <summary>How STRIP looks at an input. Immutable.</summary>
public sealed record StripOptions
{
    private readonly int overlays = 100;

    /// <summary>N, the number of clean images laid over each input, at least 2; 100 by default, the paper's choice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2.</exception>
    public int Overlays
    {
        get => overlays;
        init => overlays = Require.AtLeast(2, value, "The number of overlays N, over which an entropy is averaged,");
    }

    /// <summary>How an overlay is laid over the input; clipped by default. The paper does not clip: <see cref="OverlayBlend.Sum"/>.</summary>
    public OverlayBlend Blend { get; init; } = OverlayBlend.ClippedSum;

    /// <summary>Decides which of the held-out images serve as overlays; 1 by default.</summary>
    public int Seed { get; init; } = 1;
}
