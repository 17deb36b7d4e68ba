namespace RedGradient.Charts.Rendering;

/// <summary>Which of a Plotly figure's subplots a trace belongs to, and where it lies (0 to 1, upwards).</summary>
internal sealed record PlotlyPlace(int Number, double Left, double Right, double Bottom, double Top)
{
    /// <summary>The whole figure.</summary>
    public static PlotlyPlace Whole { get; } = new(1, 0, 1, 0, 1);

    /// <summary>Empty for the first subplot, its number for the others, as Plotly names its axes.</summary>
    public string Suffix => Number == 1 ? "" : Numbers.Integer(Number);
}
