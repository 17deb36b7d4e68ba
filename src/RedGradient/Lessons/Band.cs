namespace RedGradient.Lessons;

/// <summary>The values that a lesson expects of a number on one data set.</summary>
public sealed record Band
{
    private const string AnyData = "*";

    /// <summary>States an expectation.</summary>
    /// <param name="dataSet">The data set's name, as in <see cref="Lesson.DataSetName"/>.</param>
    /// <param name="low">The least value expected, included.</param>
    /// <param name="high">The greatest value expected, included.</param>
    /// <exception cref="ArgumentException">The name is empty, or <paramref name="low"/> is not at most <paramref name="high"/>.</exception>
    public Band(string dataSet, double low, double high)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataSet);
        if (!(low <= high)) throw new ArgumentException(FormattableString.Invariant($"A band went from {low} to {high}; its first number must be the smaller one."));
        DataSet = dataSet;
        Low = low;
        High = high;
    }

    /// <summary>States an expectation of a number that no data set goes into, such as the result of a calculation by hand.</summary>
    /// <param name="low">The least value expected, included.</param>
    /// <param name="high">The greatest value expected, included.</param>
    /// <returns>A band that holds on every data set that has none of its own.</returns>
    /// <exception cref="ArgumentException"><paramref name="low"/> is not at most <paramref name="high"/>.</exception>
    public static Band OnAnyData(double low, double high) => new(AnyData, low, high);

    /// <summary>States an expectation of a number that comes from committed runs, whatever data set is in use.</summary>
    /// <param name="data">What these runs were made on, as a reader knows it: <c>MNIST</c>.</param>
    /// <param name="low">The least value expected, included.</param>
    /// <param name="high">The greatest value expected, included.</param>
    /// <returns>A band that holds on every data set, and shows as <c>expected … on the committed MNIST runs</c>.</returns>
    /// <exception cref="ArgumentException">The name is empty, or <paramref name="low"/> is not at most <paramref name="high"/>.</exception>
    public static Band OfCommitted(string data, double low, double high)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        return new(AnyData, low, high) { Origin = $"the committed {data} runs" };
    }

    /// <summary>The data set's name; <c>*</c> for a band of <see cref="OnAnyData"/> or <see cref="OfCommitted"/>.</summary>
    public string DataSet { get; }

    /// <summary>The least value expected, included.</summary>
    public double Low { get; }

    /// <summary>The greatest value expected, included.</summary>
    public double High { get; }

    /// <summary>Whether a value lies in the band; NaN never does.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Where a committed number comes from, in words; null for a number of this run.</summary>
    internal string? Origin { get; private init; }

    internal bool IsForAny => DataSet == AnyData;
}
