namespace RedGradient.Charts.Rendering;

/// <summary>What the author chose for one axis.</summary>
internal sealed class AxisOptions
{
    public string Label { get; set; } = "";

    public bool Logarithmic { get; set; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public bool Reversed { get; set; }

    public IReadOnlyList<string>? Categories { get; set; }
}
