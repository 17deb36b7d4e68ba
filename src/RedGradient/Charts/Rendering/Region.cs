namespace RedGradient.Charts.Rendering;

/// <summary>A rectangle in the units of the axes.</summary>
internal readonly record struct Region(double Left, double Right, double Bottom, double Top)
{
    public double Width => Right - Left;

    public double Height => Top - Bottom;

    /// <summary>The region in which each cell of a matrix is one unit wide and its index is its centre.</summary>
    public static Region OfCells(int rows, int columns) => new(-0.5, columns - 0.5, -0.5, rows - 0.5);

    /// <summary>A region from two ranges; refuses an empty or endless one.</summary>
    public static Region Of((double Minimum, double Maximum) horizontal, (double Minimum, double Maximum) vertical)
    {
        Check("horizontal", horizontal.Minimum, horizontal.Maximum);
        Check("vertical", vertical.Minimum, vertical.Maximum);
        return new Region(horizontal.Minimum, horizontal.Maximum, vertical.Minimum, vertical.Maximum);
    }

    /// <summary>Refuses an empty or endless range, by the name of its direction.</summary>
    public static void Check(string direction, double minimum, double maximum)
    {
        if (!Extent.CanDraw(minimum) || !Extent.CanDraw(maximum) || minimum >= maximum)
        {
            throw new ArgumentException($"The {direction} range must run from a smaller to a larger finite number; it runs from {Numbers.Short(minimum)} to {Numbers.Short(maximum)}.");
        }
    }
}
