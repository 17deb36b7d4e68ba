using System.Runtime.Intrinsics;

namespace RedGradient.Data;

/// <summary>Draws a pen's track on a square grey picture with soft edges.</summary>
internal static class PenCanvas
{
    private const int Lanes = 8;

    /// <summary>Draws a path; where strokes cross, the darker ink counts.</summary>
    /// <param name="path">The track in pixels.</param>
    /// <param name="image">Rows of <paramref name="side"/> pixels; each becomes at least as dark as the ink on it.</param>
    /// <param name="side">The side length in pixels, at least 8.</param>
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
        var right = Math.Min(side - 1, (int)(Math.Max(x0, x1) + reach));
        var top = Math.Max(0, (int)(Math.Min(y0, y1) - reach));
        var bottom = Math.Min(side - 1, (int)(Math.Max(y0, y1) + reach));
        var (dx, dy, dr) = (x1 - x0, y1 - y0, r1 - r0);
        var squaredLength = (dx * dx) + (dy * dy);
        var inverse = squaredLength > 1e-8f ? 1f / squaredLength : 0f;
        var steepness = 0.5f / edge;
        var squaredReach = Vector256.Create(reach * reach);
        var outer = Vector256.Create(edge);
        for (var start = left; start <= right; start += Lanes)
        {
            // A lane is a pixel and no lane sees another, so the bits are those of the same steps done one pixel at a time.
            // Near the right border the lanes begin earlier: a pixel that is drawn twice becomes no darker.
            var first = Math.Min(start, side - Lanes);
            var px = Vector256<float>.Indices + Vector256.Create(first - x0);
            for (var row = top; row <= bottom; row++)
            {
                // The nearest point of the segment, then the distance to it.
                var py = row - y0;
                var share = ((px * dx) + Vector256.Create(py * dy)) * inverse;
                share = Vector256.Min(Vector256<float>.One, Vector256.Max(Vector256<float>.Zero, share));
                var qx = px - (share * dx);
                var qy = Vector256.Create(py) - (share * dy);
                var squared = (qx * qx) + (qy * qy);
                var isNear = Vector256.LessThan(squared, squaredReach);
                if (isNear == Vector256<float>.Zero)
                {
                    continue;
                }

                var cover = (Vector256.Create(r0) + (share * dr) + outer - Vector256.Sqrt(squared)) * steepness;
                cover = Vector256.Max(Vector256<float>.Zero, Vector256.Min(Vector256<float>.One, cover));
                var drawn = isNear & (Vector256.Create(ink) * cover * cover * (Vector256.Create(3f) - (2f * cover)));
                ref var pixels = ref image[(row * side) + first];
                Vector256.StoreUnsafe(Vector256.Max(Vector256.LoadUnsafe(ref pixels), drawn), ref pixels);
            }
        }
    }
}
