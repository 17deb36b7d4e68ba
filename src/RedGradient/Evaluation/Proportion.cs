namespace RedGradient.Evaluation;

/// <summary>A share that was counted: so many of so many, with the uncertainty that the number of trials leaves.</summary>
/// <param name="Count">How often it happened, from 0 to <paramref name="Trials"/>.</param>
/// <param name="Trials">How often it could have.</param>
public readonly record struct Proportion(int Count, int Trials)
{
    // The normal quantile of 97.5%.
    private const double Z = 1.959963984540054;

    /// <summary>The share, from 0 to 1; NaN without a trial.</summary>
    public double Value => (double)Count / Trials;

    /// <summary>The 95% confidence interval of Wilson 1927, which stays within 0 and 1 and has a width also where the share is 0 or 1.</summary>
    /// <returns>Both ends, from 0 to 1; (0, 1) without a trial.</returns>
    public (double Low, double High) Interval
    {
        get
        {
            if (Trials == 0)
            {
                return (0.0, 1.0);
            }

            var share = Value;
            var scale = 1.0 + (Z * Z / Trials);
            var center = (share + (Z * Z / (2.0 * Trials))) / scale;
            var half = Z / scale * Math.Sqrt((share * (1.0 - share) / Trials) + (Z * Z / (4.0 * Trials * Trials)));

            // At the ends the formula gives 0 and 1 exactly; rounding would not.
            return (Count == 0 ? 0.0 : center - half, Count == Trials ? 1.0 : center + half);
        }
    }

    /// <summary>The share in per cent with its interval and the counts, such as <c>99.1% (98.4 to 99.5; 1,341 of 1,353)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{100 * Value:F1}% ({100 * Interval.Low:F1} to {100 * Interval.High:F1}; {Count:N0} of {Trials:N0})");
}
