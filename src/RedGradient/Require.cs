using System.Globalization;
using System.Numerics;

namespace RedGradient;

/// <summary>The checks of options: each failure is a sentence with the value seen and the values allowed.</summary>
internal static class Require
{
    public static T NotNegative<T>(T value, string what)
        where T : IFloatingPointIeee754<T> => T.IsFinite(value) && value >= T.Zero
        ? value
        : throw Refuse(value, what, "a finite number of at least 0");

    public static T Positive<T>(T value, string what)
        where T : IFloatingPointIeee754<T> => T.IsFinite(value) && value > T.Zero
        ? value
        : throw Refuse(value, what, "a finite number above 0");

    public static double Share(double value, string what) => value is >= 0.0 and <= 1.0
        ? value
        : throw Refuse(value, what, "a number from 0 to 1");

    public static T PositiveShare<T>(T value, string what)
        where T : IFloatingPointIeee754<T> => value > T.Zero && value <= T.One
        ? value
        : throw Refuse(value, what, "above 0 and at most 1");

    public static int AtLeast(int minimum, int value, string what) => value >= minimum
        ? value
        : throw Refuse(value, what, string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"));

    private static ArgumentOutOfRangeException Refuse(IFormattable value, string what, string allowed)
    {
        var seen = value.ToString(null, CultureInfo.InvariantCulture);
        return new ArgumentOutOfRangeException(nameof(value), seen, $"{what} must be {allowed}; {seen} was given.");
    }
}
