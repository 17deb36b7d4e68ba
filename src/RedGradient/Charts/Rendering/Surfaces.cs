using RedGradient.Charts.Traces;
using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Makes the charts of surfaces.</summary>
internal static class Surfaces
{
    public static SurfaceChart Decision(string title, double[,] values, Region region, Tensor? points, int[]? labels)
    {
        var seen = values.Cast<double>().Where(Extent.CanDraw).ToArray();
        var (minimum, maximum) = (seen.Min(), seen.Max());
        var isProbability = minimum >= 0 && maximum <= 1;
        var largest = Math.Max(-minimum, maximum);
        var scale = isProbability ? ColorScale.Decision(0, 1) : ColorScale.Decision(-largest, largest);
        var boundary = isProbability ? 0.5 : 0.0;
        var share = (double)seen.Count(value => value > boundary) / seen.Length;
        var chart = new SurfaceChart("Decision surface", title, "", "", equalUnits: true, region);
        chart.AddTrace(new GridTrace(values, region, scale)
        {
            Boundary = boundary,
            Sentence = () => $"the score of class 1 runs from {Numbers.Short(minimum)} to {Numbers.Short(maximum)} and is above {Numbers.Short(boundary)} on {Numbers.Short(Math.Round(share * 100))}% of the region",
        });
        return WithPoints(chart.ColorLabel("score of class 1"), points, labels);
    }

    public static SurfaceChart Decision(string title, Plane plane, Tensor scores, Tensor? points, int[]? labels)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(scores);
        var cells = plane.Rows * plane.Columns;
        var classes = scores.Shape.Rank == 2 ? scores.Shape[1] : 1;
        if (scores.Shape.Rank is not (1 or 2) || scores.Shape[0] != cells || classes < 1)
        {
            throw new ArgumentException($"The plane has {cells} points, so scores have the shape [{cells}] or [{cells}, classes]; these have {scores.Shape}.", nameof(scores));
        }

        var values = scores.ToArray();
        var matrix = new double[plane.Rows, plane.Columns];
        for (var i = 0; i < cells; i++)
        {
            matrix[i / plane.Columns, i % plane.Columns] = classes == 1 ? values[i] : Best(values.AsSpan(i * classes, classes));
        }

        return classes == 1
            ? Decision(title, Inputs.Matrix(matrix), plane.Region, points, labels)
            : ByClass(title, Inputs.Matrix(matrix), classes, plane.Region, points, labels);
    }

    public static SurfaceChart Contour(string title, string xLabel, string yLabel, double[,] values, Region region, int levels)
    {
        if (levels is < 2 or > 50)
        {
            throw new ArgumentOutOfRangeException(nameof(levels), levels, $"A contour chart has 2 to 50 levels; {levels} were asked for.");
        }

        if (values.GetLength(0) < 2 || values.GetLength(1) < 2)
        {
            throw new ArgumentException($"A surface needs at least 2 rows and 2 columns; this one has {values.GetLength(0)} and {values.GetLength(1)}.", nameof(values));
        }

        var seen = values.Cast<double>().Where(Extent.CanDraw).ToArray();
        var scale = ColorScale.Sequential(seen.Min(), seen.Max());
        var heights = TickFinder.Linear(scale.Minimum, scale.Maximum, levels, whole: false).Select(tick => tick.Value).ToArray();
        var chart = new SurfaceChart("Contour chart", title, xLabel, yLabel, equalUnits: false, region);
        chart.AddTrace(new ContourTrace(values, region, heights, scale));
        return chart;
    }

    private static SurfaceChart ByClass(string title, double[,] values, int classes, Region region, Tensor? points, int[]? labels)
    {
        var seen = values.Cast<double>().Where(Extent.CanDraw).ToArray();
        var shares = Enumerable.Range(0, classes)
            .Select(label => $"class {label} {Numbers.Short(Math.Round(100.0 * seen.Count(value => value == label) / seen.Length))}%");
        var chart = new SurfaceChart("Decision surface", title, "", "", equalUnits: true, region);
        chart.AddTrace(new GridTrace(values, region, ColorScale.Classes(classes))
        {
            ShowScale = false,
            Sentence = () => "the best class at each place of the region: " + string.Join(", ", shares),
        });
        return WithPoints(chart, points, labels);
    }

    private static SurfaceChart WithPoints(SurfaceChart chart, Tensor? points, int[]? labels) => (points, labels) switch
    {
        (null, null) => chart,
        ({ } places, { } classes) => chart.Add(places, classes),
        _ => throw new ArgumentException("Points need labels and labels need points; only one of the two was given."),
    };

    private static double Best(ReadOnlySpan<float> scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsNaN(scores[i]) && (best < 0 || scores[i] > scores[best]))
            {
                best = i;
            }
        }

        return best < 0 ? double.NaN : best;
    }
}
