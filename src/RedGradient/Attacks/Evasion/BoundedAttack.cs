namespace RedGradient.Attacks.Evasion;

/// <summary>An attack that stays within a ball of radius ε around each image.</summary>
/// <remarks><c>attack with { Epsilon = 0.1f }</c> is the same attack in another ball: a curve over ε needs no more.</remarks>
public abstract record BoundedAttack : EvasionAttack
{
    private readonly float epsilon = 0.3f;

    /// <summary>The radius ε of the ball, in the units of the input; 0.3 by default, the usual one for MNIST in L∞. 0 leaves the images as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public float Epsilon
    {
        get => epsilon;
        init => epsilon = Require.NotNegative(value, "The radius ε");
    }
}
