using System.Numerics;
using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>How often values occur, several series over each other on the same bins; made by <see cref="Chart.Histogram"/>.</summary>
public sealed class HistogramChart : AxisChart<HistogramChart>
{
    private readonly HistogramBins bins;

    internal HistogramChart(string title, string xLabel, int bins, bool asShares)
        : base("Histogram", title, xLabel, asShares ? "share" : "count")
    {
        if (bins is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"A histogram has 1 to 1000 bins; {bins} were asked for.");
        }

        this.bins = new HistogramBins(bins, asShares);
    }

    /// <summary>Adds a series of raw values.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="values">At least one; those that are not finite are not counted.</param>
    /// <exception cref="ArgumentException">The series is empty or has no finite value.</exception>
    public HistogramChart Add<T>(string name, IEnumerable<T> values)
        where T : INumber<T> => Add(name, Inputs.Numbers(name, values));

    /// <summary>Adds a tensor's values as a series.</summary>
    /// <inheritdoc cref="Add{T}(string, IEnumerable{T})"/>
    public HistogramChart Add(string name, Tensor values) => Add(name, Inputs.Numbers(name, values));

    /// <summary>Makes the vertical axis logarithmic; empty bins are not drawn.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public HistogramChart LogY() => Logarithmic(Panel.Vertical);

    private HistogramChart Add(string name, double[] values)
    {
        Inputs.SomethingToDraw(name, values);
        bins.Include(values);
        return Include(new HistogramTrace(values, bins) { Name = Named(name), Style = Panel.NextStyle });
    }
}
