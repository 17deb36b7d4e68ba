using System.Globalization;
using System.Text;

namespace RedGradient.Charts.Rendering;

/// <summary>Numbers as text: always the invariant culture, always a fixed number of decimals.</summary>
internal static class Numbers
{
    private const string SuperscriptDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A coordinate with at most two decimals, without trailing zeros and without a negative zero.</summary>
    public static string Coordinate(double value)
    {
        var text = value.ToString("F2", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.');
        return text is "-0" or "" ? "0" : text;
    }

    /// <summary>The power of ten as the nearest double, which repeated multiplication would miss.</summary>
    public static double PowerOfTen(int exponent) => double.Parse($"1e{exponent.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);

    /// <summary>The exponent of the leading digit: 2 for 123, −2 for 0.05, 0 for 0.</summary>
    public static int Exponent(double value)
    {
        var text = value.ToString("E15", CultureInfo.InvariantCulture);
        return int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>A fixed number of decimals; thousands are set apart from 10,000 on.</summary>
    public static string Decimals(double value, int decimals)
    {
        var format = (Math.Abs(value) >= 10000 ? "N" : "F") + Math.Max(0, decimals).ToString(CultureInfo.InvariantCulture);
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return (text.StartsWith('-') && text.AsSpan(1).Trim("0.").IsEmpty ? text[1..] : text).Replace('-', '−');
    }

    /// <summary>A number for a sentence: up to three significant digits, whole numbers in full.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value))
        {
            return "not a number";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "infinity" : "minus infinity";
        }

        if (value == 0)
        {
            return "0";
        }

        var rounded = double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var exponent = Exponent(rounded);
        if (value == Math.Round(value) && Math.Abs(value) < 1e7)
        {
            return Decimals(value, 0);
        }

        if (exponent is < -3 or > 6)
        {
            return Scientific(rounded, exponent, 2);
        }

        var text = Decimals(rounded, Math.Max(0, 2 - exponent));
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>A mantissa and a power of ten, as in 2.5×10⁻⁵.</summary>
    public static string Scientific(double value, int exponent, int decimals)
    {
        // Scaling in two steps keeps the divisor a normal number for any exponent.
        var half = exponent / 2;
        var mantissa = value / PowerOfTen(half) / PowerOfTen(exponent - half);
        var text = Decimals(mantissa, decimals);
        if (text.Contains('.', StringComparison.Ordinal))
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }

        return text is "0" ? "0" : text + "×" + TenTo(exponent);
    }

    /// <summary>A power of ten with a raised exponent.</summary>
    public static string TenTo(int exponent)
    {
        var builder = new StringBuilder("10");
        foreach (var character in exponent.ToString(CultureInfo.InvariantCulture))
        {
            builder.Append(character == '-' ? '⁻' : SuperscriptDigits[character - '0']);
        }

        return builder.ToString();
    }

    /// <summary>A whole number as text.</summary>
    public static string Integer(int value) => value.ToString(CultureInfo.InvariantCulture);
}
