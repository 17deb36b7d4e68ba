using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>Counts the series that share the places of a bar chart, and keeps what their numbers have in common.</summary>
internal sealed class BarGroup
{
    private const double NumberSize = 11;
    private const double LeastSize = 9;

    private double widest;

    public int Count { get; private set; }

    /// <summary>Takes the next slot of each place.</summary>
    public int Join(IEnumerable<double> values)
    {
        widest = Math.Max(widest, values.Where(Extent.CanDraw).Select(value => TextMetrics.SafeWidth(Numbers.Short(value), NumberSize)).DefaultIfEmpty(0).Max());
        return Count++;
    }

    /// <summary>The size of the numbers over bars of a width: one for all of them, and 0 where one of them would not fit.</summary>
    public double SizeOver(double width)
    {
        var size = Math.Min(NumberSize, NumberSize * (width + 4) / Math.Max(1, widest));
        return size >= LeastSize ? size : 0;
    }
}
