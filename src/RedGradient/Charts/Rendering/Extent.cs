namespace RedGradient.Charts.Rendering;

/// <summary>The smallest and the largest value that an axis has to show.</summary>
internal sealed class Extent
{
    /// <summary>Values beyond this are drawn as gaps: their differences would overflow.</summary>
    public const double Largest = 1e300;

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The smallest value above zero, for a logarithmic axis.</summary>
    public double SmallestPositive { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether all values seen are whole numbers.</summary>
    public bool Whole { get; private set; } = true;

    /// <summary>Whether the axis ends exactly at the values, without a margin.</summary>
    public bool Tight { get; set; }

    public bool IsEmpty => Minimum > Maximum;

    /// <summary>Whether a value can be drawn at all.</summary>
    public static bool CanDraw(double value) => Math.Abs(value) <= Largest;

    public void Include(double value)
    {
        if (!CanDraw(value))
        {
            return;
        }

        // Below this, steps between values would not be normal numbers.
        var usable = Math.Abs(value) < 1 / Largest ? 0 : value;
        Minimum = Math.Min(Minimum, usable);
        Maximum = Math.Max(Maximum, usable);
        Whole &= usable == Math.Round(usable);
        if (usable > 0)
        {
            SmallestPositive = Math.Min(SmallestPositive, usable);
        }
    }

    public void Include(IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            Include(value);
        }
    }
}
