using System.Globalization;

namespace RedGradient.Attacks.Poisoning;

/// <summary>The poisoning rate ρ = |D_P| / (|D_C| + |D_P|), from 0 to 1, and the number of poisons that it stands for.</summary>
public static class PoisoningRate
{
    /// <summary>How many poisons a rate means for a data set, rounded to the nearest whole number.</summary>
    /// <param name="rate">ρ, above 0; at most 1 where poison replaces, below 1 where it is added.</param>
    /// <param name="cleanCount">n, the size of the clean data set, at least 1.</param>
    /// <param name="design">Whether poison replaces clean examples or is added to them.</param>
    /// <returns>ρ·n where poison replaces, n·ρ / (1 − ρ) where it is added; at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the count lies outside its range.</exception>
    /// <exception cref="ArgumentException">The rate is so small that it rounds to no poison at all.</exception>
    public static int CountOf(double rate, int cleanCount, PoisoningDesign design)
    {
        Check(rate);
        Require.AtLeast(1, cleanCount, "The number of clean examples");
        if (design == PoisoningDesign.Add && rate >= 1.0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A poisoning rate of 1 cannot be reached by adding poison to clean examples; allowed are rates from 0 to below 1, or the design Replace.");
        }

        var exact = design == PoisoningDesign.Add ? cleanCount * rate / (1.0 - rate) : cleanCount * rate;
        if (exact > int.MaxValue) throw new ArgumentException(FormattableString.Invariant($"A poisoning rate of {rate} of {cleanCount} examples is more than {int.MaxValue} poisons; give a smaller rate."), nameof(rate));
        var count = (int)Math.Round(exact, MidpointRounding.AwayFromZero);
        // Half a poison is rounded to one.
        var least = design == PoisoningDesign.Add ? 0.5 / (cleanCount + 0.5) : 0.5 / cleanCount;
        return count > 0 ? count : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"A poisoning rate of {rate} of {cleanCount} examples rounds to 0 poisons, and the run would be a clean one; give at least {Advice.AtLeast(least)}, or train on the clean data."),
            nameof(rate));
    }

    /// <summary>Checks that a number is a rate.</summary>
    /// <param name="rate">From 0 to 1.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    internal static double Check(double rate) => Require.Share(rate, "The poisoning rate");
}
