using RedGradient.Charts.Rendering;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>A region of the plane cut into cells, at whose centres a classifier is asked for a decision surface.</summary>
/// <remarks>Immutable.</remarks>
public sealed class Plane
{
    /// <summary>Cuts a region into cells.</summary>
    /// <param name="xMinimum">The left edge.</param>
    /// <param name="xMaximum">The right edge, larger than the left one.</param>
    /// <param name="yMinimum">The lower edge.</param>
    /// <param name="yMaximum">The upper edge, larger than the lower one.</param>
    /// <param name="columns">Cells across, 2 to 400; 80 by default.</param>
    /// <param name="rows">Cells down, 2 to 400; 80 by default.</param>
    /// <exception cref="ArgumentException">A range is empty or not finite, or a number of cells outside its limits.</exception>
    public Plane(double xMinimum, double xMaximum, double yMinimum, double yMaximum, int columns = 80, int rows = 80)
    {
        Region = Region.Of((xMinimum, xMaximum), (yMinimum, yMaximum));
        if (columns is < 2 or > 400 || rows is < 2 or > 400)
        {
            throw new ArgumentOutOfRangeException(nameof(columns), $"A plane has 2 to 400 columns and rows; {columns} and {rows} were given.");
        }

        Columns = columns;
        Rows = rows;
        var points = new float[rows * columns * 2];
        for (var i = 0; i < rows * columns; i++)
        {
            points[2 * i] = (float)(xMinimum + (((i % columns) + 0.5) / columns * (xMaximum - xMinimum)));
            points[(2 * i) + 1] = (float)(yMinimum + (((i / columns) + 0.5) / rows * (yMaximum - yMinimum)));
        }

        Points = Tensor.From(points, rows * columns, 2);
    }

    /// <summary>Cells across.</summary>
    public int Columns { get; }

    /// <summary>Cells down.</summary>
    public int Rows { get; }

    /// <summary>The centres of the cells, shape <c>[rows × columns, 2]</c>: along the lowest row first, from left to right.</summary>
    public Tensor Points { get; }

    internal Region Region { get; }
}
