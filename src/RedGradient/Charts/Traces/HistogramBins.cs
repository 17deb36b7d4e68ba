using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>The bins that all series of a histogram share: equally wide, from the smallest to the largest value of all series.</summary>
internal sealed class HistogramBins(int count, bool asShares)
{
    private readonly Extent extent = new();

    public int Count => count;

    public bool AsShares => asShares;

    public double Start => extent.Minimum == extent.Maximum ? extent.Minimum - 0.5 : extent.Minimum;

    public double End => extent.Minimum == extent.Maximum ? extent.Minimum + 0.5 : extent.Maximum;

    /// <summary>Widens the bins.</summary>
    public void Include(double[] values) => extent.Include(values);

    /// <summary>The left edge of a bin; the edge after the last bin is the end.</summary>
    public double Edge(int bin) => Start + (((End * 0.5) - (Start * 0.5)) * 2 * bin / count);

    /// <summary>How many values, or which share of them, fall into each bin; the last includes its right edge.</summary>
    public double[] Heights(double[] values)
    {
        var heights = new double[count];
        var total = 0;
        foreach (var value in values)
        {
            if (Extent.CanDraw(value))
            {
                var position = ((value * 0.5) - (Start * 0.5)) / ((End * 0.5) - (Start * 0.5));
                heights[Math.Clamp((int)(position * count), 0, count - 1)]++;
                total++;
            }
        }

        return asShares && total > 0 ? [.. heights.Select(height => height / total)] : heights;
    }
}
