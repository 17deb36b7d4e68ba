namespace RedGradient.Data;

/// <summary>Draws a pen's track on a square grey picture with soft edges.</summary>
internal static class PenCanvas
{
    /// <summary>Draws a path; where strokes cross, the darker ink counts.</summary>
    /// <param name="path">The track in pixels.</param>
    /// <param name="image">Rows of <paramref name="side"/> pixels; each becomes at least as dark as the ink on it.</param>
    /// <param name="side">The side length in pixels.</param>
    /// <param name="edge">Half the width of the soft edge, in pixels.</param>
    /// <param name="ink">The darkest value, in (0, 1].</param>
    internal static void Draw(PenPath path, Span<float> image, int side, float edge, float ink)
    {
        for (var i = 1; i < path.Count; i++)
        {
            if (path.Joins(i))
            {
                DrawSegment(path, i, image, side, edge, ink);
            }
        }
    }

    private static void DrawSegment(PenPath path, int end, Span<float> image, int side, float edge, float ink)
    {
        var (x0, y0, r0) = (path.X[end - 1], path.Y[end - 1], path.HalfWidth[end - 1]);
        var (x1, y1, r1) = (path.X[end], path.Y[end], path.HalfWidth[end]);
        var reach = Math.Max(r0, r1) + edge;
        var left = Math.Max(0, (int)(Math.Min(x0, x1) - reach));
        var right = Math.Min(side - 1, (int)(Math.Max(x0, x1) + reach) + 1);
        var top = Math.Max(0, (int)(Math.Min(y0, y1) - reach));
        var bottom = Math.Min(side - 1, (int)(Math.Max(y0, y1) + reach) + 1);
        var (dx, dy, dr) = (x1 - x0, y1 - y0, r1 - r0);
        var squaredLength = (dx * dx) + (dy * dy);
        var inverse = squaredLength > 1e-8f ? 1f / squaredLength : 0f;
        var steepness = 0.5f / edge;
        var squaredReach = reach * reach;
        for (var row = top; row <= bottom; row++)
        {
            var py = row - y0;
            var pixels = image.Slice(row * side, side);
            for (var column = left; column <= right; column++)
            {
                // The nearest point of the segment, then the distance to it.
                var px = column - x0;
                var share = Math.Min(1f, Math.Max(0f, ((px * dx) + (py * dy)) * inverse));
                var (qx, qy) = (px - (share * dx), py - (share * dy));
                var squared = (qx * qx) + (qy * qy);
                if (squared >= squaredReach)
                {
                    continue;
                }

                var cover = Math.Min(1f, (r0 + (share * dr) + edge - MathF.Sqrt(squared)) * steepness);
                if (cover > 0f)
                {
                    pixels[column] = Math.Max(pixels[column], ink * cover * cover * (3f - (2f * cover)));
                }
            }
        }
    }
}
