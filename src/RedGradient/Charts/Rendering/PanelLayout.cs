namespace RedGradient.Charts.Rendering;

/// <summary>Where everything of a panel lies in its box.</summary>
internal sealed record PanelLayout(PlotFrame Frame, IReadOnlyList<PlacedLabel> HorizontalTicks, IReadOnlyList<PlacedLabel> VerticalTicks, double BarLeft)
{
    /// <summary>Whether a point lies within the axes, edges included.</summary>
    public bool Holds(double x, double y) =>
        !Frame.CanDraw(x, y) || (Frame.Horizontal.Position(x) is >= -1e-6 and <= 1.000001 && Frame.Vertical.Position(y) is >= -1e-6 and <= 1.000001);
}
