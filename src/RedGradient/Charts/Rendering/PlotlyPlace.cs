namespace RedGradient.Charts.Rendering;

/// <summary>One of a Plotly figure's subplots and the box it has on the page, in the drawing's units.</summary>
internal sealed record PlotlyPlace(int Number, Box Box, PlotlyPage Page)
{
    /// <summary>Empty for the first subplot, its number for the others, as Plotly names its axes.</summary>
    public string Suffix => Number == 1 ? "" : Numbers.Integer(Number);

    /// <summary>A horizontal place in Plotly's paper coordinates: 0 at the left edge, 1 at the right.</summary>
    public double Across(double x) => x / Page.Width;

    /// <summary>A vertical place in Plotly's paper coordinates: 0 at the lower edge, 1 at the upper.</summary>
    public double Up(double y) => 1 - (y / Page.Height);
}
