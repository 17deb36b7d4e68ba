namespace RedGradient.Charts.Rendering;

/// <summary>Draws the marker shapes, each centred on its point.</summary>
internal static class Markers
{
    /// <summary>The shape as path data.</summary>
    /// <param name="shape">0 circle, 1 square, 2 triangle, 3 diamond, 4 triangle pointing down, 5 plus, 6 cross, 7 star.</param>
    /// <param name="x">The centre.</param>
    /// <param name="y">The centre.</param>
    /// <param name="r">The radius of the circle; the others cover about the same area.</param>
    public static string Path(int shape, double x, double y, double r) => shape switch
    {
        0 => $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0z",
        1 => Polygon(x, y, r * 0.88, [-1, -1, 1, -1, 1, 1, -1, 1]),
        2 => Polygon(x, y, r * 1.2, [0, -1, 0.95, 0.75, -0.95, 0.75]),
        3 => Polygon(x, y, r * 1.28, [0, -1, 1, 0, 0, 1, -1, 0]),
        4 => Polygon(x, y, r * 1.2, [0, 1, 0.95, -0.75, -0.95, -0.75]),
        5 => Polygon(x, y, r * 1.15, [-0.3, -1, 0.3, -1, 0.3, -0.3, 1, -0.3, 1, 0.3, 0.3, 0.3, 0.3, 1, -0.3, 1, -0.3, 0.3, -1, 0.3, -1, -0.3, -0.3, -0.3]),
        6 => Polygon(x, y, r * 1.05, [-1, -0.6, -0.6, -1, 0, -0.4, 0.6, -1, 1, -0.6, 0.4, 0, 1, 0.6, 0.6, 1, 0, 0.4, -0.6, 1, -1, 0.6, -0.4, 0]),
        _ => Polygon(x, y, r * 1.35, [0, -1, 0.25, -0.32, 0.95, -0.31, 0.4, 0.12, 0.59, 0.81, 0, 0.4, -0.59, 0.81, -0.4, 0.12, -0.95, -0.31, -0.25, -0.32]),
    };

    private static string Polygon(double x, double y, double r, ReadOnlySpan<double> offsets)
    {
        var path = "M";
        for (var i = 0; i < offsets.Length; i += 2)
        {
            path += (i == 0 ? "" : "L") + N(x + (offsets[i] * r)) + " " + N(y + (offsets[i + 1] * r));
        }

        return path + "z";
    }

    private static string N(double value) => Numbers.Coordinate(value);
}
