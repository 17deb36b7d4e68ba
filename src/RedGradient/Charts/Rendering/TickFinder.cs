namespace RedGradient.Charts.Rendering;

/// <summary>Chooses round tick values: steps of 1, 2 or 5 times a power of ten.</summary>
internal static class TickFinder
{
    private static readonly int[] Steps = [1, 2, 5];

    /// <summary>Ticks of a linear axis, at most about as many as wanted.</summary>
    /// <param name="minimum">The start of the axis.</param>
    /// <param name="maximum">Its end, above the start.</param>
    /// <param name="wanted">How many ticks would be good, at least 1.</param>
    /// <param name="whole">Whether steps below 1 make no sense, as for epochs.</param>
    public static IReadOnlyList<Tick> Linear(double minimum, double maximum, int wanted, bool whole)
    {
        // Half the length, because the whole may overflow.
        var rough = ((maximum * 0.5) - (minimum * 0.5)) / Math.Max(1, wanted) * 2;
        var exponent = Numbers.Exponent(rough);
        var power = Numbers.PowerOfTen(exponent);
        var multiple = 10;
        foreach (var candidate in Steps)
        {
            if (candidate * power >= rough * 0.999999)
            {
                multiple = candidate;
                break;
            }
        }

        if (multiple == 10)
        {
            (multiple, exponent) = (1, exponent + 1);
        }

        if (whole && exponent < 0)
        {
            (multiple, exponent) = (1, 0);
        }

        var step = multiple * Numbers.PowerOfTen(exponent);
        var first = Math.Ceiling((minimum / step) - 1e-6);
        var last = Math.Floor((maximum / step) + 1e-6);
        var values = new List<double>();
        for (var i = first; i <= last && values.Count < 100; i++)
        {
            values.Add(i * step);
        }

        var largest = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        return [.. values.Select(value => new Tick(value, Label(value, largest, exponent)))];
    }

    /// <summary>Ticks of a logarithmic axis: decades, or 1-2-5 within few decades.</summary>
    /// <param name="minimum">The start of the axis, above 0.</param>
    /// <param name="maximum">Its end.</param>
    /// <param name="wanted">How many ticks would be good, at least 1.</param>
    public static IReadOnlyList<Tick> Logarithmic(double minimum, double maximum, int wanted)
    {
        var first = Numbers.Exponent(minimum);
        var last = Numbers.Exponent(maximum);
        var decades = last - first + 1;
        var stride = Math.Max(1, (decades + Math.Max(1, wanted) - 1) / Math.Max(1, wanted));
        var ticks = new List<Tick>();
        var multiples = decades <= 2 && wanted > 2 ? Steps : [1];
        for (var exponent = first; exponent <= last; exponent++)
        {
            // Strides are counted from 10⁰, so that it is labelled whenever it is shown.
            if (exponent % stride != 0)
            {
                continue;
            }

            foreach (var multiple in multiples)
            {
                var value = multiple * Numbers.PowerOfTen(exponent);
                if (value >= minimum * 0.999999 && value <= maximum * 1.000001)
                {
                    ticks.Add(new Tick(value, LogarithmicLabel(multiple, exponent)));
                }
            }
        }

        return ticks.Count >= 2 ? ticks : Linear(minimum, maximum, wanted, whole: false);
    }

    private static string LogarithmicLabel(int multiple, int exponent) => exponent is >= -3 and <= 4
        ? Numbers.Decimals(multiple * Numbers.PowerOfTen(exponent), -exponent)
        : (multiple == 1 ? "" : Numbers.Integer(multiple) + "×") + Numbers.TenTo(exponent);

    private static string Label(double value, double largest, int stepExponent)
    {
        var exponent = largest == 0 ? 0 : Numbers.Exponent(largest);
        return exponent >= 7 || stepExponent < -5
            ? Numbers.Scientific(value, exponent, Math.Clamp(exponent - stepExponent, 0, 15))
            : Numbers.Decimals(value, -stepExponent);
    }
}
