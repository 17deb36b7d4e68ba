using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>A poison with a purpose within a stealth bound: g' = g + s‖g‖·p/‖p‖, with p the gradient of the attacker's loss.</summary>
/// <remarks>The bound ‖poison‖ ≤ s‖g‖ is not what a monitor sees: that is ‖g'‖ = ‖g‖·√(1 + 2sc + s²), c the cosine of g and p. Immutable.</remarks>
public sealed record PoisonGradient : GoalAttack
{
    private readonly double strength = 0.5;

    /// <inheritdoc/>
    public override string Name => "poison gradient";

    /// <summary>s, the poison's length over the gradient's, above 0; 0.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public double Strength
    {
        get => strength;
        init => strength = Require.Positive(value, "The strength of a poison gradient");
    }

    /// <summary>What the norm is multiplied by: √(1 + 2sc + s²).</summary>
    /// <param name="strength">s, at least 0.</param>
    /// <param name="cosine">c, the cosine of gradient and poison, from −1 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double NormRatio(double strength, double cosine)
    {
        Require.NotNegative(strength, "The strength of a poison gradient");
        CheckCosine(cosine);
        return Math.Sqrt(Math.Max(0.0, 1.0 + (2.0 * strength * cosine) + (strength * strength)));
    }

    /// <summary>The strongest poison that lengthens the gradient by no more than a share: s = −c + √(c² + (1 + δ)² − 1).</summary>
    /// <remarks>With coefficient of variation v of honest norms, a monitor at 3 deviations lets δ = 3v pass: v = 0.1 and c = 0 give 0.83 of the gradient.</remarks>
    /// <param name="lengthening">δ, at least 0.</param>
    /// <param name="cosine">c, from −1 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double LargestStrength(double lengthening, double cosine)
    {
        Require.NotNegative(lengthening, "The lengthening of the norm");
        CheckCosine(cosine);
        return -cosine + Math.Sqrt((cosine * cosine) + ((1.0 + lengthening) * (1.0 + lengthening)) - 1.0);
    }

    /// <inheritdoc/>
    protected override Tensor[] Bend(IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> goal, double gradientNorm, double goalNorm, double product) =>
        GradientGeometry.Combine(1.0, gradients, Strength * gradientNorm / goalNorm, goal);

    private static void CheckCosine(double cosine)
    {
        if (cosine is not (>= -1.0 and <= 1.0))
            throw new ArgumentOutOfRangeException(nameof(cosine), cosine, FormattableString.Invariant($"A cosine lies from -1 to 1; {cosine} was given."));
    }
}
