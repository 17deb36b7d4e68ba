namespace RedGradient.Attacks.Evasion;

/// <summary>The values an input may have: pixels from 0 to 1, as a rule.</summary>
/// <remarks>Immutable. An attack that has a range keeps its results inside it and refuses images outside it.</remarks>
public sealed record ValueRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="minimum">The smallest value allowed.</param>
    /// <param name="maximum">The largest value allowed, above the smallest.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or they are not in order.</exception>
    public ValueRange(float minimum, float maximum)
    {
        if (!float.IsFinite(minimum) || !float.IsFinite(maximum) || minimum >= maximum)
        {
            throw new ArgumentException(FormattableString.Invariant($"A range needs two finite bounds, the smaller first; {minimum} and {maximum} were given."));
        }

        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>From 0 to 1: the images of this course.</summary>
    public static ValueRange Unit { get; } = new(0f, 1f);

    /// <summary>The smallest value allowed.</summary>
    public float Minimum { get; }

    /// <summary>The largest value allowed.</summary>
    public float Maximum { get; }

    /// <summary>The distance between the bounds: a perturbation of this size reaches every image.</summary>
    public float Width => Maximum - Minimum;
}
