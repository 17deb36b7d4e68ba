using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>The track of a pen: vertices with a half-width each, in strokes.</summary>
internal sealed class PenPath
{
    private const int Capacity = 1024;
    private const int StepsPerSpan = 5;
    private readonly bool[] startsStroke = new bool[Capacity];

    internal float[] X { get; } = new float[Capacity];

    internal float[] Y { get; } = new float[Capacity];

    internal float[] HalfWidth { get; } = new float[Capacity];

    internal int Count { get; private set; }

    /// <summary>Whether a line leads from the vertex before to this one.</summary>
    internal bool Joins(int vertex) => !startsStroke[vertex];

    internal void Clear() => Count = 0;

    /// <summary>Adds a stroke: the Catmull–Rom curve through the points, where a point written twice is a corner.</summary>
    internal void AddCurve(ReadOnlySpan<float> points, ReadOnlySpan<float> halfWidths)
    {
        var last = (points.Length / 2) - 1;
        Add(points[0], points[1], halfWidths[0], true);
        for (var i = 0; i < last; i++)
        {
            var (x1, y1) = (points[2 * i], points[(2 * i) + 1]);
            var (x2, y2) = (points[(2 * i) + 2], points[(2 * i) + 3]);
            if (x1 == x2 && y1 == y2)
            {
                continue;
            }

            var before = Math.Max(i - 1, 0);
            var after = Math.Min(i + 2, last);
            var (x0, y0, x3, y3) = (points[2 * before], points[(2 * before) + 1], points[2 * after], points[(2 * after) + 1]);
            for (var step = 1; step <= StepsPerSpan; step++)
            {
                var t = step / (float)StepsPerSpan;
                Add(
                    CatmullRom(x0, x1, x2, x3, t),
                    CatmullRom(y0, y1, y2, y3, t),
                    halfWidths[i] + (t * (halfWidths[i + 1] - halfWidths[i])),
                    false);
            }
        }
    }

    /// <summary>Moves every vertex by x' = a x + b y + c, y' = d x + e y + f.</summary>
    internal void Transform(float a, float b, float c, float d, float e, float f)
    {
        for (var i = 0; i < Count; i++)
        {
            var (x, y) = (X[i], Y[i]);
            X[i] = (a * x) + (b * y) + c;
            Y[i] = (d * x) + (e * y) + f;
        }
    }

    /// <summary>Bends the plane around (0.5, 0.5) by a random quadratic map.</summary>
    internal void Bend(SeededRandom random, float strength)
    {
        Span<float> bend = stackalloc float[6];
        for (var i = 0; i < bend.Length; i++)
        {
            bend[i] = strength * (float)random.NextNormal();
        }

        for (var i = 0; i < Count; i++)
        {
            var (x, y) = (X[i] - 0.5f, Y[i] - 0.5f);
            X[i] = 0.5f + x + (bend[0] * y * y) + (bend[1] * x * y) + (bend[2] * x * x);
            Y[i] = 0.5f + y + (bend[3] * x * x) + (bend[4] * x * y) + (bend[5] * y * y);
        }
    }

    private void Add(float x, float y, float halfWidth, bool starts)
    {
        X[Count] = x;
        Y[Count] = y;
        HalfWidth[Count] = halfWidth;
        startsStroke[Count] = starts;
        Count++;
    }

    private static float CatmullRom(float p0, float p1, float p2, float p3, float t)
    {
        var linear = p2 - p0;
        var quadratic = (2f * p0) - (5f * p1) + (4f * p2) - p3;
        var cubic = (3f * (p1 - p2)) + p3 - p0;
        return p1 + (0.5f * t * (linear + (t * (quadratic + (t * cubic)))));
    }
}
