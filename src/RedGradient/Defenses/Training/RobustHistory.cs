namespace RedGradient.Defenses.Training;

/// <summary>A series of numbers, each judged against the median of those before it; what stands out is not remembered.</summary>
/// <remarks>
/// The score is |x − median| / max(1.4826·MAD, least scale), MAD the median absolute deviation: a few outliers move neither, and a series that stood still has a scale all the same.
/// The first values cannot be judged when they come. They are judged together when there are enough of them, so that an attack from the first step on is named late and does not pass.
/// </remarks>
public sealed class RobustHistory
{
    // Makes the median absolute deviation of normal numbers their standard deviation.
    private const double Normal = 1.4826022185056018;
    private readonly Queue<double> kept = new();
    private readonly List<(int Step, double Value)> first = [];
    private readonly int window;
    private readonly int firstSteps;
    private readonly double threshold;
    private readonly double leastScale;
    private bool isStarted;

    /// <summary>Makes a history.</summary>
    /// <param name="window">How many values are remembered, at least 3.</param>
    /// <param name="firstSteps">After how many values judging begins, from 3 to the window.</param>
    /// <param name="threshold">The score above which a value stands out, above 0.</param>
    /// <param name="leastScale">The least scale, above 0, in the values' unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public RobustHistory(int window, int firstSteps, double threshold, double leastScale)
    {
        this.window = Require.AtLeast(3, window, "The window of a monitor");
        this.firstSteps = firstSteps >= 3 && firstSteps <= window
            ? firstSteps
            : throw new ArgumentOutOfRangeException(nameof(firstSteps), firstSteps, $"Judging begins after 3 to {window} values, as many as the window holds; {firstSteps} was given.");
        this.threshold = Require.Positive(threshold, "The threshold of a monitor");
        this.leastScale = Require.Positive(leastScale, "The least scale of a monitor");
    }

    /// <summary>How many values are remembered now.</summary>
    public int Count => isStarted ? kept.Count : first.Count;

    /// <summary>The median of what is remembered; NaN before the first value.</summary>
    public double Median => Count == 0 ? double.NaN : Tensors.Median.Of(Remembered());

    /// <summary>The scale that deviations are divided by.</summary>
    public double Scale
    {
        get
        {
            var median = Median;
            return Count == 0 ? leastScale : Math.Max(leastScale, Normal * Tensors.Median.Of(Remembered().Select(value => Math.Abs(value - median))));
        }
    }

    /// <summary>Judges a value.</summary>
    /// <param name="step">When it was seen, for the answer.</param>
    /// <param name="value">The value; one that is not finite stands out.</param>
    /// <returns>The steps whose values stand out, with their scores: none, this one, or, at the end of the first values, any of those.</returns>
    public IReadOnlyList<(int Step, double Score)> Judge(int step, double value)
    {
        if (!double.IsFinite(value)) return [(step, double.PositiveInfinity)];
        if (isStarted)
        {
            var score = Math.Abs(value - Median) / Scale;
            if (score > threshold) return [(step, score)];
            Remember(value);
            return [];
        }

        first.Add((step, value));
        if (first.Count < firstSteps) return [];
        var (median, scale) = (Median, Scale);
        isStarted = true;
        var scores = first.Select(seen => (seen.Step, seen.Value, Score: Math.Abs(seen.Value - median) / scale)).ToArray();
        foreach (var seen in scores.Where(seen => seen.Score <= threshold)) Remember(seen.Value);
        first.Clear();
        return [.. scores.Where(seen => seen.Score > threshold).Select(seen => (seen.Step, seen.Score))];
    }

    private double[] Remembered() => isStarted ? [.. kept] : [.. first.Select(seen => seen.Value)];

    private void Remember(double value)
    {
        kept.Enqueue(value);
        if (kept.Count > window) kept.Dequeue();
    }
}
