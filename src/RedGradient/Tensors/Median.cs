namespace RedGradient.Tensors;

/// <summary>The median: the middle of numbers in order, of an even number of them the mean of the two in the middle.</summary>
internal static class Median
{
    /// <summary>Of at least one number.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }
}
