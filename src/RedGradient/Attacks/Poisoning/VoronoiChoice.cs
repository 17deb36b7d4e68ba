namespace RedGradient.Attacks.Poisoning;

/// <summary>The greedy poison against nearest-out, in the plane: the best point of every Voronoi cell cut by the ball, then the best cell.</summary>
internal static class VoronoiChoice
{
    // Keeps poisons off the borders of cells, where a rounding error decides which point is nearest; in radii.
    private const double Margin = 1e-7;

    public static double[] Best(OnlineCentroid detector, double[] unit)
    {
        double[]? best = null;
        var largest = double.NegativeInfinity;
        for (var j = 0; j < detector.Window.Count; j++)
        {
            // No point of the ball gains more over x_j than c + r·a does.
            if ((Along(detector.Centre, unit) + detector.Radius) - Along(detector.Window[j], unit) <= largest)
            {
                continue;
            }

            foreach (var x in Corners(Cell(detector, j), detector, unit))
            {
                var gain = Along(x, unit) - Along(detector.Window[j], unit);
                if (gain > largest)
                {
                    (best, largest) = (x, gain);
                }
            }
        }

        // Where the cells leave nothing, the plain choice still moves the centre or is refused.
        return best ?? [.. detector.Centre.Select((value, k) => value + (detector.Radius * unit[k]))];
    }

    // The cell of point j as a polygon: a square around the ball, cut by the bisector with every other point.
    private static List<(double X, double Y)> Cell(OnlineCentroid detector, int j)
    {
        var (cx, cy, r) = (detector.Centre[0], detector.Centre[1], detector.Radius);
        List<(double X, double Y)> polygon = [(cx - r, cy - r), (cx + r, cy - r), (cx + r, cy + r), (cx - r, cy + r)];
        var own = detector.Window[j];
        for (var k = 0; k < detector.Window.Count && polygon.Count > 0; k++)
        {
            var other = detector.Window[k];
            var (nx, ny) = (other[0] - own[0], other[1] - own[1]);
            var length = Math.Sqrt((nx * nx) + (ny * ny));
            if (length > 0.0)
            {
                var middle = ((nx * (own[0] + other[0])) + (ny * (own[1] + other[1]))) / (2.0 * length);
                polygon = Cut(polygon, nx / length, ny / length, middle - (Margin * r));
            }
        }

        return polygon;
    }

    // Keeps what lies on the side n·x ≤ limit (Sutherland and Hodgman).
    private static List<(double X, double Y)> Cut(List<(double X, double Y)> polygon, double nx, double ny, double limit)
    {
        if (polygon.TrueForAll(corner => (nx * corner.X) + (ny * corner.Y) - limit <= 0.0))
        {
            return polygon;
        }

        var kept = new List<(double X, double Y)>();
        for (var i = 0; i < polygon.Count; i++)
        {
            var (from, to) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            var (before, after) = ((nx * from.X) + (ny * from.Y) - limit, (nx * to.X) + (ny * to.Y) - limit);
            if (before <= 0.0)
            {
                kept.Add(from);
            }

            if ((before < 0.0 && after > 0.0) || (before > 0.0 && after < 0.0))
            {
                var share = before / (before - after);
                kept.Add((from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))));
            }
        }

        return kept;
    }

    // A linear function is largest at a corner of polygon ∩ ball: a vertex in the ball, an edge where it meets the circle, or the tip c + r·a.
    private static IEnumerable<double[]> Corners(List<(double X, double Y)> polygon, OnlineCentroid detector, double[] unit)
    {
        var (cx, cy, r) = (detector.Centre[0], detector.Centre[1], detector.Radius);
        var tip = (X: cx + (r * unit[0]), Y: cy + (r * unit[1]));
        var tipInside = polygon.Count > 2;
        for (var i = 0; i < polygon.Count; i++)
        {
            var (from, to) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            var (dx, dy, fx, fy) = (to.X - from.X, to.Y - from.Y, from.X - cx, from.Y - cy);
            tipInside &= (dx * (tip.Y - from.Y)) - (dy * (tip.X - from.X)) >= 0.0;
            if ((fx * fx) + (fy * fy) <= r * r)
            {
                yield return [from.X, from.Y];
            }

            var (a, b, c) = ((dx * dx) + (dy * dy), (fx * dx) + (fy * dy), (fx * fx) + (fy * fy) - (r * r));
            var root = (b * b) - (a * c);
            if (a > 0.0 && root >= 0.0)
            {
                foreach (var share in new[] { (-b - Math.Sqrt(root)) / a, (-b + Math.Sqrt(root)) / a })
                {
                    if (share is >= 0.0 and <= 1.0)
                    {
                        yield return [from.X + (share * dx), from.Y + (share * dy)];
                    }
                }
            }
        }

        if (tipInside)
        {
            yield return [tip.X, tip.Y];
        }
    }

    private static double Along(IReadOnlyList<double> point, double[] unit) => (point[0] * unit[0]) + (point[1] * unit[1]);
}
