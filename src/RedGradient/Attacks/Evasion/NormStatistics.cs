namespace RedGradient.Attacks.Evasion;

/// <summary>The sizes of a batch's perturbations in one norm.</summary>
/// <remarks>Immutable.</remarks>
public sealed class NormStatistics
{
    internal NormStatistics(double[] values)
    {
        Values = values;
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        Median = sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
        Maximum = sorted[^1];
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        Mean = sum / values.Length;
    }

    /// <summary>One size for each image, in the order of the batch.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The mean over the images.</summary>
    public double Mean { get; }

    /// <summary>The middle one; of an even number the mean of the two middle ones.</summary>
    public double Median { get; }

    /// <summary>The largest.</summary>
    public double Maximum { get; }
}
