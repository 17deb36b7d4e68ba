using System.Globalization;

namespace RedGradient;

/// <summary>The checks of options: each failure is a sentence with the value seen and the values allowed.</summary>
internal static class Require
{
    public static float NotNegative(float value, string what) => float.IsFinite(value) && value >= 0f
        ? value
        : throw Refuse(value, what, "a finite number of at least 0");

    public static float Positive(float value, string what) => float.IsFinite(value) && value > 0f
        ? value
        : throw Refuse(value, what, "a finite number above 0");

    public static double Share(double value, string what) => value is >= 0.0 and <= 1.0
        ? value
        : throw Refuse(value, what, "a number from 0 to 1");

    public static int AtLeast(int minimum, int value, string what) => value >= minimum
        ? value
        : throw Refuse(value, what, string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"));

    private static ArgumentOutOfRangeException Refuse(IFormattable value, string what, string allowed)
    {
        var seen = value.ToString(null, CultureInfo.InvariantCulture);
        return new ArgumentOutOfRangeException(nameof(value), seen, $"{what} must be {allowed}; {seen} was given.");
    }
}
