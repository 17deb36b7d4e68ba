namespace RedGradient.Charts;

/// <summary>What a slider shows at one value of its parameter.</summary>
public sealed class SliderState
{
    /// <summary>Describes a state.</summary>
    /// <param name="label">The parameter's value as a reader sees it, such as <c>0.1</c>.</param>
    /// <param name="chart">The figure at that value.</param>
    /// <param name="numbers">The key numbers at that value in words, such as <c>clean 97.4 %, under attack 12.5 %</c>.</param>
    /// <exception cref="ArgumentException">The label or the numbers are empty.</exception>
    public SliderState(string label, Figure chart, string numbers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentException.ThrowIfNullOrWhiteSpace(numbers);
        Label = label;
        Chart = chart;
        Numbers = numbers;
    }

    /// <summary>The parameter's value as a reader sees it.</summary>
    public string Label { get; }

    /// <summary>The figure at that value.</summary>
    public Figure Chart { get; }

    /// <summary>The key numbers at that value in words.</summary>
    public string Numbers { get; }
}
