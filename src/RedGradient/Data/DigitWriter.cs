using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Writes one digit after another into pictures; holds the buffers for it. Not safe for use by several threads at once.</summary>
internal sealed class DigitWriter(DigitStyle style)
{
    internal const int Side = 28;
    private const int MostPoints = 32;
    private readonly PenPath path = new();
    private readonly float[] points = new float[2 * MostPoints];
    private readonly float[] halfWidths = new float[MostPoints];

    /// <summary>Writes a digit; the picture depends on the state of the generator, the digit and the style alone.</summary>
    /// <param name="random">Drawn from.</param>
    /// <param name="digit">From 0 to 9.</param>
    /// <param name="image">Side × side pixels, all 0 before.</param>
    internal void Write(SeededRandom random, int digit, Span<float> image)
    {
        var variants = DigitSkeletons.Of(digit);
        var variant = variants[random.NextInt32(variants.Length)];

        // Most hands are tidy and a few are not: the cube gives the distribution its tail.
        var haste = random.NextDouble();
        var untidy = (float)(style.Tidiest + (style.UntidyTail * haste * haste * haste));
        var pen = (float)random.NextUniform(style.ThinnestPen, style.ThickestPen);
        var edge = (float)random.NextUniform(style.SharpestEdge, style.SoftestEdge);
        var ink = (float)random.NextUniform(style.LowestInk, 1.0);

        path.Clear();
        foreach (var stroke in variant)
        {
            AddStroke(random, stroke, style.PointJitter * untidy, pen);
        }

        path.Bend(random, style.Bend * untidy);
        Place(random);
        PenCanvas.Draw(path, image, Side, edge, ink);
        AddClutter(random, image, pen, edge, ink);
        Occlude(random, image);
        AddNoise(random, image);
    }

    private void AddStroke(SeededRandom random, float[] stroke, float jitter, float pen)
    {
        for (var i = 0; i < stroke.Length / 2; i++)
        {
            var (x, y) = (stroke[2 * i], stroke[(2 * i) + 1]);
            var isCorner = i > 0 && x == stroke[(2 * i) - 2] && y == stroke[(2 * i) - 1];
            points[2 * i] = isCorner ? points[(2 * i) - 2] : x + (jitter * (float)random.NextNormal());
            points[(2 * i) + 1] = isCorner ? points[(2 * i) - 1] : y + (jitter * (float)random.NextNormal());
            halfWidths[i] = pen * (1f + (float)random.NextUniform(-style.Pressure, style.Pressure));
        }

        path.AddCurve(points.AsSpan(0, stroke.Length), halfWidths);
    }

    // Aspect, slant and rotation, then the longer side to a number of pixels and the centre of mass to the middle, as MNIST was made.
    private void Place(SeededRandom random)
    {
        var aspect = (float)random.NextUniform(style.NarrowestAspect, style.WidestAspect);
        var slant = style.SlantMean + (style.SlantDeviation * (float)random.NextNormal());
        var angle = style.RotationDeviation * random.NextNormal();
        var (cos, sin) = ((float)DeterministicMath.Cos(angle), (float)DeterministicMath.Sin(angle));
        path.Transform(cos * aspect, -(cos * slant) - sin, 0f, sin * aspect, cos - (sin * slant), 0f);

        var (left, right, top, bottom) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        var (sumX, sumY, sumLength) = (0f, 0f, 1e-6f);
        for (var i = 0; i < path.Count; i++)
        {
            (left, right) = (Math.Min(left, path.X[i]), Math.Max(right, path.X[i]));
            (top, bottom) = (Math.Min(top, path.Y[i]), Math.Max(bottom, path.Y[i]));
            if (path.Joins(i))
            {
                var (dx, dy) = (path.X[i] - path.X[i - 1], path.Y[i] - path.Y[i - 1]);
                var length = MathF.Sqrt((dx * dx) + (dy * dy));
                sumX += 0.5f * length * (path.X[i] + path.X[i - 1]);
                sumY += 0.5f * length * (path.Y[i] + path.Y[i - 1]);
                sumLength += length;
            }
        }

        var longest = (float)random.NextUniform(style.SmallestSize, style.LargestSize) - 2f;
        var scale = longest / Math.Max(0.1f, Math.Max(right - left, bottom - top));
        const float middle = 0.5f * (Side - 1);
        var x = middle + (style.ShiftDeviation * (float)random.NextNormal()) - (scale * sumX / sumLength);
        var y = middle + (style.ShiftDeviation * (float)random.NextNormal()) - (scale * sumY / sumLength);
        path.Transform(scale, 0f, x, 0f, scale, y);
    }

    private void AddClutter(SeededRandom random, Span<float> image, float pen, float edge, float ink)
    {
        if (style.MostClutter == 0)
        {
            return;
        }

        path.Clear();
        var strokes = style.FewestClutter + random.NextInt32(style.MostClutter - style.FewestClutter + 1);
        for (var stroke = 0; stroke < strokes; stroke++)
        {
            var (x, y) = (random.NextUniform(0.0, Side), random.NextUniform(0.0, Side));
            for (var i = 0; i < 3; i++)
            {
                points[2 * i] = (float)x;
                points[(2 * i) + 1] = (float)y;
                halfWidths[i] = pen * (float)random.NextUniform(0.6, 1.0);
                x += random.NextUniform(-5.0, 5.0);
                y += random.NextUniform(-5.0, 5.0);
            }

            path.AddCurve(points.AsSpan(0, 6), halfWidths);
        }

        PenCanvas.Draw(path, image, Side, edge, ink * (float)random.NextUniform(0.6, 1.0));
    }

    // A blank bar over the picture, upright or level.
    private void Occlude(SeededRandom random, Span<float> image)
    {
        if (style.OcclusionShare == 0f || random.NextDouble() >= style.OcclusionShare)
        {
            return;
        }

        var width = 3 + random.NextInt32(3);
        var start = 5 + random.NextInt32(Side - 10 - width);
        var upright = random.NextInt32(2) == 0;
        for (var i = 0; i < Side; i++)
        {
            for (var j = start; j < start + width; j++)
            {
                image[upright ? (i * Side) + j : (j * Side) + i] = 0f;
            }
        }
    }

    private void AddNoise(SeededRandom random, Span<float> image)
    {
        // The paper stays blank in the plain set: most pixels are exactly 0, as in MNIST.
        if (style.BackgroundNoise == 0f)
        {
            foreach (ref var pixel in image)
            {
                if (pixel > 0f)
                {
                    pixel *= 1f - (style.InkNoise * random.NextSingle());
                }
            }

            return;
        }

        // Two numbers of 24 bits from one draw; their difference has the triangular distribution on (−1, 1).
        foreach (ref var pixel in image)
        {
            var bits = (long)(random.NextDouble() * (1L << 48));
            var difference = ((int)(bits >> 24) - (int)(bits & 0xFFFFFF)) * (1f / (1 << 24));
            pixel = Math.Min(1f, Math.Max(0f, pixel + (2f * style.BackgroundNoise * difference)));
        }
    }
}
