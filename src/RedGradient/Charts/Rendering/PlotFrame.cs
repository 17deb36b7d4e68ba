namespace RedGradient.Charts.Rendering;

/// <summary>The rectangle between the axes, and where values lie in it.</summary>
internal sealed record PlotFrame(Box Area, Axis Horizontal, Axis Vertical)
{
    /// <summary>The horizontal position of a value on the page.</summary>
    public double X(double value) => Area.X + (Horizontal.Position(value) * Area.Width);

    /// <summary>The vertical position of a value on the page; larger values lie higher.</summary>
    public double Y(double value) => Area.Bottom - (Vertical.Position(value) * Area.Height);

    /// <summary>Whether a point has a place on both axes.</summary>
    public bool CanDraw(double x, double y) => Horizontal.CanDraw(x) && Vertical.CanDraw(y);
}
