using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Maps values to positions from 0 to 1 along one direction of a plot, and knows its ticks.</summary>
internal sealed class Axis
{
    private readonly double low;
    private readonly double high;

    private Axis(double minimum, double maximum, bool logarithmic, bool whole, IReadOnlyList<string>? categories, bool reversed)
    {
        Minimum = minimum;
        Maximum = maximum;
        Logarithmic = logarithmic;
        Whole = whole;
        Categories = categories;
        Reversed = reversed;
        low = logarithmic ? DeterministicMath.Log(minimum) : minimum * 0.5;
        high = logarithmic ? DeterministicMath.Log(maximum) : maximum * 0.5;
    }

    public double Minimum { get; }

    public double Maximum { get; }

    public bool Logarithmic { get; }

    public bool Whole { get; }

    public IReadOnlyList<string>? Categories { get; }

    public bool Reversed { get; }

    /// <summary>Whether a value has a place on this axis.</summary>
    public bool CanDraw(double value) => Extent.CanDraw(value) && (!Logarithmic || value > 0);

    /// <summary>The position of a value: 0 at the start of the axis, 1 at its end; kept within reach of both ends.</summary>
    public double Position(double value)
    {
        // Halved values keep the difference of two large numbers finite.
        var scaled = Logarithmic ? DeterministicMath.Log(Math.Max(value, 1 / Extent.Largest)) : value * 0.5;
        var position = Math.Clamp((scaled - low) / (high - low), -50, 50);
        return Reversed ? 1 - position : position;
    }

    /// <summary>The ticks whose number comes closest to what is wanted.</summary>
    public IReadOnlyList<Tick> Ticks(int wanted) => Logarithmic
        ? TickFinder.Logarithmic(Minimum, Maximum, wanted)
        : TickFinder.Linear(Minimum, Maximum, wanted, Whole);

    /// <summary>An axis over named places: the first at 0, the next at 1.</summary>
    public static Axis Named(IReadOnlyList<string> categories, bool reversed = false) =>
        new(-0.5, categories.Count - 0.5, logarithmic: false, whole: true, categories, reversed);

    /// <summary>An axis over the values seen, or over the range the author chose.</summary>
    public static Axis Over(Extent extent, AxisOptions options)
    {
        var minimum = options.Logarithmic ? extent.SmallestPositive : extent.Minimum;
        var maximum = extent.Maximum;
        if (!options.Logarithmic || minimum <= maximum)
        {
            (minimum, maximum) = WithMargin(minimum, maximum, extent.Tight, options.Logarithmic);
        }

        minimum = options.Minimum ?? minimum;
        maximum = options.Maximum ?? maximum;
        if (minimum > maximum || !double.IsFinite(minimum) || !double.IsFinite(maximum))
        {
            (minimum, maximum) = options.Logarithmic ? (0.1, 1) : (0, 1);
        }

        if (minimum == maximum)
        {
            (minimum, maximum) = WithMargin(minimum, maximum, tight: false, options.Logarithmic);
        }

        return new Axis(minimum, maximum, options.Logarithmic, extent.Whole && !extent.IsEmpty, null, options.Reversed);
    }

    private static (double Minimum, double Maximum) WithMargin(double minimum, double maximum, bool tight, bool logarithmic)
    {
        if (minimum > maximum)
        {
            return (0, 1);
        }

        if (logarithmic)
        {
            // The quotient of two drawable numbers may be too large for a number.
            var ratio = maximum / minimum;
            var factor = !double.IsFinite(ratio) ? DeterministicMath.Exp((tight ? 0 : 0.04) * (DeterministicMath.Log(maximum) - DeterministicMath.Log(minimum)))
                : ratio > 1.0001 ? DeterministicMath.Pow(ratio, tight ? 0 : 0.04) : 3;
            return (Math.Max(minimum / factor, 1 / Extent.Largest), Math.Min(maximum * factor, Extent.Largest));
        }

        var size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        var length = (maximum * 0.5) - (minimum * 0.5);
        if (length <= size * 1e-9)
        {
            // A constant series stands in the middle of a range that its own size suggests.
            var half = size == 0 ? 0.5 : size * 0.1;
            return (minimum - half, maximum + half);
        }

        var margin = tight ? 0 : length * 0.1;
        var start = minimum >= 0 && minimum - margin < 0 ? 0 : minimum - margin;

        // Shares and probabilities end at 1.
        var end = minimum >= 0 && maximum is > 0.9 and <= 1 && maximum + margin > 1 ? 1 : maximum + margin;
        return (start, end);
    }
}
