using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>A turn that no norm shows: g' = ‖g‖·(cos φ·ĝ + sin φ·t̂), t̂ the direction of the goal's part across g.</summary>
/// <remarks>‖g'‖ = ‖g‖ but for rounding, and the cosine of g' and g is cos φ. Immutable.</remarks>
public sealed record GradientRotation : GoalAttack
{
    // A goal whose part across the gradient is shorter than this share of it lies along the gradient but for rounding.
    private const double Least = 1e-6;

    private readonly double degrees = 30.0;

    /// <inheritdoc/>
    public override string Name => "rotation";

    /// <summary>φ, the angle in degrees, above 0 and at most 180; 30 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Degrees
    {
        get => degrees;
        init => degrees = value is > 0.0 and <= 180.0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The angle of a rotation is above 0 and at most 180 degrees; {value} was given."));
    }

    /// <inheritdoc/>
    protected override Tensor[] Bend(IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> goal, double gradientNorm, double goalNorm, double product)
    {
        var across = GradientGeometry.Combine(1.0, goal, -product / (gradientNorm * gradientNorm), gradients);
        var length = GradientGeometry.Norm(across);
        if (length <= Least * goalNorm) return [.. gradients];
        var angle = Degrees * Math.PI / 180.0;
        var turned = GradientGeometry.Combine(DeterministicMath.Cos(angle), gradients, DeterministicMath.Sin(angle) * gradientNorm / length, across);
        return turned;
    }
}
