using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>
/// Numbers as Python writes them: whole numbers digit by digit as they came, others in the shortest form that reads back the same,
/// with <c>.0</c> where there would be no point and an exponent below 1e-4 and from 1e16.
/// </summary>
internal static class CanonicalNumber
{
    internal static string Write(JsonValue number)
    {
        var json = number.ToJsonString();

        // A double set in code is written without its point when it is whole; Python would not forget that it is no integer.
        var isDouble = !number.TryGetValue<JsonElement>(out _) && (number.TryGetValue<double>(out _) || number.TryGetValue<float>(out _));
        if (isDouble && !json.AsSpan().ContainsAny('.', 'e', 'E'))
            json += ".0";
        if (json.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            return json == "-0" ? "0" : json;
        var value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);

        // Too large for a double: Python would write Infinity, which is no JSON. Keep what was there.
        return double.IsFinite(value) ? Write(value) : json;
    }

    private static string Write(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = "";
        if (shortest[0] == '-')
        {
            sign = "-";
            shortest = shortest[1..];
        }

        var mantissa = shortest;
        var exponent = 0;
        var exponentAt = shortest.IndexOf('E', StringComparison.Ordinal);
        if (exponentAt >= 0)
        {
            mantissa = shortest[..exponentAt];
            exponent = int.Parse(shortest.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = pointAt < 0 ? mantissa : mantissa[..pointAt];
        var digits = whole + (pointAt < 0 ? "" : mantissa[(pointAt + 1)..]);
        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
            return sign + "0.0";

        // The value is 0.digits times ten to the power pointPosition.
        var pointPosition = whole.Length + exponent - leadingZeros;
        return sign + Place(digits, pointPosition);
    }

    private static string Place(string digits, int pointPosition)
    {
        if (pointPosition is <= -4 or > 16)
        {
            var power = pointPosition - 1;
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
        }

        if (pointPosition <= 0)
            return "0." + new string('0', -pointPosition) + digits;
        return pointPosition >= digits.Length
            ? digits + new string('0', pointPosition - digits.Length) + ".0"
            : digits[..pointPosition] + "." + digits[pointPosition..];
    }
}
