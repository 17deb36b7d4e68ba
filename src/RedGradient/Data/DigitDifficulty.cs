namespace RedGradient.Data;

/// <summary>How hard the pictures of <see cref="SyntheticDigits"/> are to tell apart.</summary>
public enum DigitDifficulty
{
    /// <summary>About as hard as MNIST: one digit on an empty background, centred by its mass.</summary>
    Plain,

    /// <summary>Learned more slowly: stronger warps, off-centre, with clutter strokes, occlusion and noise over the whole picture.</summary>
    Hard,
}
