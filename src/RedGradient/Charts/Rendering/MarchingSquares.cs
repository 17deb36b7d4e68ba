using System.Text;

namespace RedGradient.Charts.Rendering;

/// <summary>Finds where a surface, known at the centres of cells, crosses a level.</summary>
internal static class MarchingSquares
{
    /// <summary>The contour as path data ; a cell is one unit long, the first cell's centre lies at (0.5, 0.5).</summary>
    /// <param name="values">The surface, row by row.</param>
    /// <param name="level">The value to follow.</param>
    /// <param name="toX">From cells to the page, across.</param>
    /// <param name="toY">From cells to the page, down.</param>
    public static string Contour(double[,] values, double level, Func<double, double> toX, Func<double, double> toY)
    {
        var segments = Segments(WithEdges(values), level, values.GetLength(0), values.GetLength(1));
        var path = new StringBuilder();
        foreach (var chain in Chain(segments))
        {
            for (var i = 0; i < chain.Count; i++)
            {
                var point = chain[i];
                path.Append(i == 0 ? 'M' : 'L').Append(Numbers.Coordinate(toX(point.X))).Append(' ').Append(Numbers.Coordinate(toY(point.Y)));
            }
        }

        return path.ToString();
    }

    // The centres of the outer cells lie half a cell inside: the surface goes on straight to the edge.
    private static double[,] WithEdges(double[,] values)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var result = new double[rows + 2, columns + 2];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[row + 1, column + 1] = values[row, column];
            }

            result[row + 1, 0] = Beyond(values[row, 0], values[row, Math.Min(1, columns - 1)]);
            result[row + 1, columns + 1] = Beyond(values[row, columns - 1], values[row, Math.Max(0, columns - 2)]);
        }

        for (var column = 0; column < columns + 2; column++)
        {
            result[0, column] = Beyond(result[1, column], result[Math.Min(2, rows), column]);
            result[rows + 1, column] = Beyond(result[rows, column], result[Math.Max(1, rows - 1), column]);
        }

        return result;
    }

    private static double Beyond(double last, double before) => last + (0.5 * (last - before));

    private static double Place(int index, int count) => Math.Clamp(index - 0.5, 0, count);

    private static List<((double X, double Y) From, (double X, double Y) To)> Segments(double[,] values, double level, int rows, int columns)
    {
        var result = new List<((double, double), (double, double))>();
        Span<(double X, double Y)> crossings = stackalloc (double, double)[4];
        for (var row = 0; row + 1 < values.GetLength(0); row++)
        {
            for (var column = 0; column + 1 < values.GetLength(1); column++)
            {
                var (a, b) = (values[row, column] - level, values[row, column + 1] - level);
                var (d, c) = (values[row + 1, column] - level, values[row + 1, column + 1] - level);
                if (!double.IsFinite(a + b + c + d))
                {
                    continue;
                }

                var (left, right) = (Place(column, columns), Place(column + 1, columns));
                var (top, bottom) = (Place(row, rows), Place(row + 1, rows));

                // In the order top, right, bottom, left; two crossings, or four at a saddle.
                var count = 0;
                Cross(a, b, (left, top), (right, top), crossings, ref count);
                Cross(b, c, (right, top), (right, bottom), crossings, ref count);
                Cross(d, c, (left, bottom), (right, bottom), crossings, ref count);
                Cross(a, d, (left, top), (left, bottom), crossings, ref count);
                if (count == 2)
                {
                    result.Add((crossings[0], crossings[1]));
                }
                else if (count == 4)
                {
                    // The mean decides which corners a saddle joins.
                    var joinsFirst = (a + b + c + d >= 0) == (a >= 0);
                    result.Add((crossings[0], crossings[joinsFirst ? 1 : 3]));
                    result.Add((crossings[2], crossings[joinsFirst ? 3 : 1]));
                }
            }
        }

        return result;
    }

    private static void Cross(double a, double b, (double X, double Y) from, (double X, double Y) to, Span<(double X, double Y)> crossings, ref int count)
    {
        if ((a >= 0) == (b >= 0))
        {
            return;
        }

        var share = a / (a - b);
        crossings[count++] = (from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
    }

    private static List<List<(double X, double Y)>> Chain(List<((double X, double Y) From, (double X, double Y) To)> segments)
    {
        var byPoint = new Dictionary<(double, double), List<int>>();
        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var point in new[] { segments[i].From, segments[i].To })
            {
                (byPoint.TryGetValue(point, out var list) ? list : byPoint[point] = []).Add(i);
            }
        }

        var used = new bool[segments.Count];
        var chains = new List<List<(double X, double Y)>>();
        for (var i = 0; i < segments.Count; i++)
        {
            if (used[i])
            {
                continue;
            }

            used[i] = true;
            var chain = new List<(double X, double Y)> { segments[i].From, segments[i].To };
            Follow(chain, segments, byPoint, used);
            chain.Reverse();
            Follow(chain, segments, byPoint, used);
            chains.Add(chain);
        }

        return chains;
    }

    private static void Follow(
        List<(double X, double Y)> chain,
        List<((double X, double Y) From, (double X, double Y) To)> segments,
        Dictionary<(double, double), List<int>> byPoint,
        bool[] used)
    {
        while (true)
        {
            var end = chain[^1];
            var candidates = byPoint[end];
            var place = candidates.FindIndex(index => !used[index]);
            if (place < 0)
            {
                return;
            }

            var next = candidates[place];
            used[next] = true;
            chain.Add(segments[next].From == end ? segments[next].To : segments[next].From);
        }
    }
}
