using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>The change of a weight matrix in numbers.</summary>
/// <param name="RelativeNorm">‖ΔW‖_F/‖W‖_F.</param>
/// <param name="EnergyShare">s₁²/Σs² of ΔW, high for a change in one direction.</param>
/// <param name="StableRank">Its inverse.</param>
/// <param name="EffectiveRank">exp of the entropy of s/Σs, low for a change in few directions.</param>
/// <param name="TopShare">s₁/Σs, the article's measure.</param>
public sealed record DeltaMeasures(double RelativeNorm, double EnergyShare, double StableRank, double EffectiveRank, double TopShare)
{
    /// <summary>Measures a change.</summary>
    /// <param name="before">W, a matrix.</param>
    /// <param name="after">W + ΔW, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or it is no matrix.</exception>
    public static DeltaMeasures Of(Tensor before, Tensor after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!before.Shape.Equals(after.Shape)) throw new ArgumentException($"A change is measured between weights of one shape; before {before.Shape}, after {after.Shape}.", nameof(after));
        var spectrum = Spectrum.Of(after - before);
        var norm = GradientGeometry.Norm([before]);
        return new DeltaMeasures(norm > 0.0 ? spectrum.Norm / norm : spectrum.Norm, spectrum.EnergyShare, spectrum.StableRank, spectrum.EffectiveRank, spectrum.TopShare);
    }
}
