using System.Globalization;

namespace RedGradient;

/// <summary>Numbers in the advice of a message: short, and rounded to the side on which they are accepted.</summary>
internal static class Advice
{
    /// <summary>The least number of three significant digits that is at least a bound.</summary>
    internal static string AtLeast(double bound) => Outward(bound, up: true);

    /// <summary>The greatest number of three significant digits that is at most a bound.</summary>
    internal static string AtMost(double bound) => Outward(bound, up: false);

    private static string Outward(double bound, bool up)
    {
        var text = bound.ToString("G3", CultureInfo.InvariantCulture);
        var rounded = double.Parse(text, CultureInfo.InvariantCulture);
        if (bound == 0.0 || !double.IsFinite(bound) || (up ? rounded >= bound : rounded <= bound)) return text;

        // One step of the third digit, in decimal arithmetic.
        var scientific = bound.ToString("E2", CultureInfo.InvariantCulture);
        var power = int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var step = double.Parse(string.Create(CultureInfo.InvariantCulture, $"1E{power - 2}"), CultureInfo.InvariantCulture);
        return (up ? rounded + step : rounded - step).ToString("G3", CultureInfo.InvariantCulture);
    }
}
