namespace RedGradient.Defenses.Repair;

/// <summary>What <see cref="NeuralCleanse"/> found: a trigger for each class, and how far its size lies from the others'.</summary>
public sealed class CleanseReport
{
    /// <summary>An anomaly index above this marks an outlier: 2, as in the paper.</summary>
    public const double Threshold = 2.0;

    // Makes the median absolute deviation of normal numbers their standard deviation.
    private const double Consistency = 1.4826;

    internal CleanseReport(IReadOnlyList<ReversedTrigger> triggers, double largestShare)
    {
        Triggers = triggers;
        MaskNorms = [.. triggers.Select(trigger => trigger.MaskNorm)];
        AnomalyIndices = IndicesOf(MaskNorms);
        Median = Tensors.Median.Of(MaskNorms);
        SmallOutliers = [.. Enumerable.Range(0, triggers.Count).Where(i => triggers[i].Reached && MaskNorms[i] < Median && AnomalyIndices[i] > Threshold)];
        Flagged = [.. SmallOutliers.Where(i => MaskNorms[i] < largestShare * Median)];
        Smallest = triggers.MinBy(trigger => trigger.MaskNorm)!;
    }

    /// <summary>The smallest trigger for each class, by class.</summary>
    public IReadOnlyList<ReversedTrigger> Triggers { get; }

    /// <summary>‖m‖₁ for each class.</summary>
    public IReadOnlyList<double> MaskNorms { get; }

    /// <summary>The median of <see cref="MaskNorms"/>.</summary>
    public double Median { get; }

    /// <summary>|‖m‖₁ − median|/(1.4826·MAD) for each class, whichever side of the median it lies on.</summary>
    public IReadOnlyList<double> AnomalyIndices { get; }

    /// <summary>The classes whose index is above 2 on the small side: the paper's rule alone.</summary>
    public IReadOnlyList<int> SmallOutliers { get; }

    /// <summary>The classes among <see cref="SmallOutliers"/> whose mask is also smaller than <see cref="NeuralCleanse.LargestShare"/> of the median: likely targets of a backdoor.</summary>
    public IReadOnlyList<int> Flagged { get; }

    /// <summary>The trigger with the smallest mask.</summary>
    public ReversedTrigger Smallest { get; }

    /// <summary>The anomaly index of each of some sizes: |x − median|/(1.4826·MAD), with MAD the median of |x − median|.</summary>
    /// <param name="sizes">At least one finite number.</param>
    /// <returns>At least 0 each. Where more than half the sizes are equal, the deviation is 0: 0 for those, infinite for the others.</returns>
    /// <exception cref="ArgumentException">There is no size.</exception>
    public static double[] IndicesOf(IReadOnlyList<double> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count == 0)
        {
            throw new ArgumentException("An anomaly index compares at least one size; none was given.", nameof(sizes));
        }

        var median = Tensors.Median.Of(sizes);
        var deviations = sizes.Select(size => Math.Abs(size - median)).ToArray();
        var scale = Consistency * Tensors.Median.Of(deviations);
        return Array.ConvertAll(deviations, deviation => deviation == 0.0 ? 0.0 : deviation / scale);
    }

    /// <summary>The flagged classes and the smallest mask, in a sentence.</summary>
    public override string ToString()
    {
        var smallest = FormattableString.Invariant(
            $"the smallest mask, of class {Smallest.Target}, covers {Smallest.MaskNorm:F1} pixels (median {Median:F1}), anomaly index {AnomalyIndices[Smallest.Target]:F2}");
        return Flagged.Count == 0 ? $"No class is flagged; {smallest}." : $"Flagged: class {string.Join(", ", Flagged)}; {smallest}.";
    }
}
