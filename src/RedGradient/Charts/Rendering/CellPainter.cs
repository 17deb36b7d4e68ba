using System.Text;

namespace RedGradient.Charts.Rendering;

/// <summary>Draws a grid of levels as one path a level, neighbouring cells of a level merged into rectangles.</summary>
/// <remarks>Every viewer shows paths; embedded raster images are blocked by some and smoothed by others.</remarks>
internal static class CellPainter
{
    /// <summary>Path data by level, in units of one cell; empty where a level does not occur.</summary>
    /// <param name="levels">The level of each cell, rows one after another, the top one first; −1 leaves a hole.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="levelCount">One more than the highest level.</param>
    public static string[] Paths(ReadOnlySpan<int> levels, int rows, int columns, int levelCount)
    {
        var builders = new StringBuilder?[levelCount];
        var taken = new bool[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var level = levels[(row * columns) + column];
                if (level < 0 || taken[(row * columns) + column])
                {
                    continue;
                }

                var width = 1;
                while (column + width < columns && IsFree(levels, taken, (row * columns) + column + width, level))
                {
                    width++;
                }

                var height = 1;
                while (row + height < rows && IsFreeRun(levels, taken, ((row + height) * columns) + column, width, level))
                {
                    height++;
                }

                for (var i = 0; i < height; i++)
                {
                    taken.AsSpan(((row + i) * columns) + column, width).Fill(true);
                }

                (builders[level] ??= new StringBuilder()).Append('M').Append(Numbers.Integer(column)).Append(' ').Append(Numbers.Integer(row))
                    .Append('h').Append(Numbers.Integer(width)).Append('v').Append(Numbers.Integer(height))
                    .Append('h').Append(Numbers.Integer(-width)).Append('z');
            }
        }

        return [.. builders.Select(builder => builder?.ToString() ?? "")];
    }

    /// <summary>Draws a grid of levels into a rectangle.</summary>
    public static void Draw(SvgBuilder svg, Box box, ReadOnlySpan<int> levels, int rows, int columns, ColorScale scale)
    {
        var paths = Paths(levels, rows, columns, scale.LevelCount);
        svg.Markup($"<g transform=\"translate({Numbers.Coordinate(box.X)} {Numbers.Coordinate(box.Y)}) scale({Precise(box.Width / columns)} {Precise(box.Height / rows)})\" shape-rendering=\"crispEdges\">");
        for (var level = 0; level < paths.Length; level++)
        {
            if (paths[level].Length > 0)
            {
                svg.Fill(paths[level], scale.Color(level));
            }
        }

        svg.EndGroup();
    }

    // The scale is multiplied by up to hundreds of cells: two decimals would not do.
    private static string Precise(double value) => value.ToString("F5", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsFree(ReadOnlySpan<int> levels, bool[] taken, int index, int level) => levels[index] == level && !taken[index];

    private static bool IsFreeRun(ReadOnlySpan<int> levels, bool[] taken, int start, int width, int level)
    {
        for (var i = 0; i < width; i++)
        {
            if (!IsFree(levels, taken, start + i, level))
            {
                return false;
            }
        }

        return true;
    }
}
