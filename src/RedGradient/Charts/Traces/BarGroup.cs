namespace RedGradient.Charts.Traces;

/// <summary>Counts the series that share the places of a bar chart.</summary>
internal sealed class BarGroup
{
    public int Count { get; private set; }

    /// <summary>Takes the next slot of each place.</summary>
    public int Join() => Count++;
}
