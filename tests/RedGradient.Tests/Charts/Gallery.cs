using RedGradient.Charts;
using RedGradient.Tensors;

namespace RedGradient.Tests.Charts;

/// <summary>One figure of every kind, with data that look like a lesson's.</summary>
internal static class Gallery
{
    public static IReadOnlyList<(string Kind, Figure Figure)> All() =>
    [
        ("line", Line()),
        ("line with band", Band()),
        ("line on logarithmic axes", Logarithmic()),
        ("scatter", Scatter()),
        ("bar", Bars()),
        ("bar with long names", LongBars()),
        ("histogram", Histogram()),
        ("heat map", HeatMap()),
        ("decision surface", Surface(3, "The network separates the ring from its middle after 60 epochs")),
        ("decision surface of classes", ClassSurface()),
        ("contour", Contour()),
        ("confusion matrix", Confusion()),
        ("pictures", Pictures()),
        ("signed pictures", SignedPictures()),
        ("diagram", Diagram()),
        ("row", Chart.Row(
            "The decision surface closes around the inner class: 52% right before training, 81% after 10 epochs, 99% after 60",
            Surface(0.2, "Before training: 52% right"),
            Surface(1, "After 10 epochs: 81% right"),
            Surface(3, "After 60 epochs: 99% right"))),
        ("grid", Chart.Grid("Four ways to look at one network", 2, Line(), Bars(), Scatter(), Histogram())),
        ("bars beside bars", Chart.Row("The same bars twice", Bars(), Bars())),
    ];

    public static Diagram Diagram() => Chart.Diagram("Two losses pull at one network")
        .Box("clean images", 0, 0)
        .Box("the same images with a trigger & the wanted class", 0, 1, marked: true)
        .Box("network", 1.5, 0.5)
        .Arrow("clean images", "network", "1 − λ")
        .Arrow("the same images with a trigger & the wanted class", "network", "λ", marked: true);

    public static LineChart Line() => Chart.Line("The training loss falls to 0.08 in 10 epochs, the test loss stops at 0.21", "epoch", "loss")
        .Add("train", new[] { 2.3, 1.1, 0.62, 0.41, 0.3, 0.22, 0.17, 0.13, 0.1, 0.08 })
        .Add("test", new[] { 2.31, 1.2, 0.71, 0.5, 0.4, 0.31, 0.26, 0.22, 0.21, 0.21 })
        .MarkX(9, "early stop");

    public static LineChart Band()
    {
        var xs = Enumerable.Range(0, 60).Select(i => i / 200.0).ToArray();
        var ys = xs.Select(x => 0.97 - (3 * x * x) - (0.9 * x)).ToArray();
        return Chart.Line("Accuracy falls from 97% to 43% as the perturbation grows, and adversarial training halves the loss of accuracy over the whole range of ε", "perturbation ε", "accuracy")
            .Add("plain network", xs, ys, ys.Select(y => y - 0.04).ToArray(), ys.Select(y => y + 0.03).ToArray())
            .Add("adversarially trained", xs, ys.Select(y => 0.95 - ((0.97 - y) / 2)).ToArray(), ys.Select(y => 0.93 - ((0.97 - y) / 2)).ToArray(), ys.Select(y => 0.97 - ((0.97 - y) / 2)).ToArray())
            .MarkY(0.5, "half of the digits")
            .Annotate(0.1, 0.85, "FGSM at ε = 0.1")
            .RangeY(0, 1);
    }

    public static LineChart Logarithmic() => Chart.Line("Sigmoid gradients vanish by a factor of four a layer; He-initialised ReLU keeps them", "layer, counted from the output", "norm of the gradient")
        .Add("sigmoid", Enumerable.Range(0, 30).Select(i => 3.0 / Math.Pow(4, i)))
        .Add("tanh", Enumerable.Range(0, 30).Select(i => 2.0 / Math.Pow(1.3, i)))
        .Add("ReLU", Enumerable.Range(0, 30).Select(i => 1.5 + Math.Sin(i)))
        .LogY();

    public static ScatterChart Scatter()
    {
        var random = new SeededRandom(3);
        var chart = Chart.Scatter("Four classes, four Gaussians: the borders overlap", "x₁", "x₂");
        var points = new float[400];
        var labels = new int[200];
        for (var i = 0; i < 200; i++)
        {
            labels[i] = i % 4;
            points[2 * i] = (float)((labels[i] % 2 * 3) + random.NextNormal());
            points[(2 * i) + 1] = (float)((labels[i] / 2 * 3) + random.NextNormal());
        }

        return chart.Add(Tensor.From(points, 200, 2), labels);
    }

    public static BarChart Bars() => Chart.Bar("PGD breaks the plain network; adversarial training keeps 71%", "", "accuracy", ["clean", "FGSM", "PGD"])
        .Add("plain", new[] { 0.974, 0.31, 0.02 }, new[] { 0.004, 0.03, 0.01 })
        .Add("adversarially trained", new[] { 0.955, 0.78, 0.71 }, new[] { 0.005, 0.02, 0.03 })
        .Add("distilled", new[] { 0.968, 0.52, 0.11 }, new[] { 0.004, 0.05, 0.02 });

    public static BarChart LongBars() => Chart.Bar("Label noise hurts most", "defence", "change of accuracy", Enumerable.Range(0, 12).Select(i => $"Defence number {i} by spectral signatures"))
        .Add("change", Enumerable.Range(0, 12).Select(i => (i - 5) / 10.0));

    public static HistogramChart Histogram()
    {
        var random = new SeededRandom(5);
        return Chart.Histogram("Saturated units have pre-activations beyond ±4", "pre-activation", bins: 40)
            .Add("Xavier", Enumerable.Range(0, 2000).Select(_ => random.NextNormal()).ToArray())
            .Add("10 × Xavier", Enumerable.Range(0, 2000).Select(_ => 4 * random.NextNormal()).ToArray());
    }

    public static HeatMapChart HeatMap()
    {
        var values = new double[6, 9];
        for (var i = 0; i < 54; i++)
        {
            values[i / 9, i % 9] = ((i / 9) - 2.5) * ((i % 9) - 4) / 10.0;
        }

        return Chart.HeatMap("Influence changes its sign in the middle", "input", "hidden unit", values, diverging: true, decimals: 2).ColorLabel("influence");
    }

    public static SurfaceChart Surface(double steepness, string title)
    {
        var plane = new Plane(-2, 2, -2, 2);
        var grid = plane.Points.ToArray();
        var scores = new float[plane.Rows * plane.Columns];
        for (var i = 0; i < scores.Length; i++)
        {
            var radius = Math.Sqrt((grid[2 * i] * grid[2 * i]) + (grid[(2 * i) + 1] * grid[(2 * i) + 1]) + (0.4 * grid[2 * i] / steepness) + (0.6 / steepness));
            scores[i] = (float)(1 / (1 + Math.Exp(-steepness * 2 * (radius - 1.1))));
        }

        var random = new SeededRandom(9);
        var points = new float[240];
        var labels = new int[120];
        for (var i = 0; i < 120; i++)
        {
            labels[i] = i % 2;
            var radius = (labels[i] == 0 ? 0.6 : 1.5) + (0.15 * random.NextNormal());
            var angle = random.NextDouble() * 6.283;
            points[2 * i] = (float)(radius * Math.Cos(angle));
            points[(2 * i) + 1] = (float)(radius * Math.Sin(angle));
        }

        return Chart.DecisionSurface(title, plane, Tensor.From(scores, scores.Length), Tensor.From(points, 120, 2), labels);
    }

    public static SurfaceChart ClassSurface()
    {
        var plane = new Plane(-3, 3, -2, 2, 90, 60);
        var grid = plane.Points.ToArray();
        var scores = new float[plane.Rows * plane.Columns * 3];
        for (var i = 0; i < plane.Rows * plane.Columns; i++)
        {
            scores[3 * i] = grid[2 * i];
            scores[(3 * i) + 1] = -grid[2 * i] + (grid[(2 * i) + 1] * grid[(2 * i) + 1]);
            scores[(3 * i) + 2] = 2 * grid[(2 * i) + 1];
        }

        return Chart.DecisionSurface("Three classes share the plane", plane, Tensor.From(scores, scores.Length / 3, 3), Tensor.From([1, 0, -2, 0, 0, 1.5f, 2, -1], 4, 2), [0, 1, 2, 0]);
    }

    public static SurfaceChart Contour()
    {
        var values = new double[60, 60];
        for (var i = 0; i < 3600; i++)
        {
            var (x, y) = ((((i % 60) + 0.5) / 15) - 2, (((i / 60) + 0.5) / 15) - 2);
            values[i / 60, i % 60] = (x * x) + (4 * y * y) + (x * y);
        }

        return Chart.Contour("Momentum crosses the narrow valley in 12 steps", "weight 1", "weight 2", values, (-2, 2), (-2, 2))
            .AddLine("momentum", new[] { -1.8, -1.2, -0.4, 0.3, 0.2, 0.0 }, new[] { 1.5, -0.8, 0.4, -0.2, 0.05, 0.0 })
            .ColorLabel("loss");
    }

    public static HeatMapChart Confusion()
    {
        var counts = new int[10, 10];
        for (var i = 0; i < 100; i++)
        {
            counts[i / 10, i % 10] = i / 10 == i % 10 ? 140 - (i % 7) : i * 7 % 11 > 8 ? i % 6 : 0;
        }

        return Chart.Confusion("4 is taken for 9 more often than any other pair", counts);
    }

    public static PictureChart Pictures() => Chart.Pictures(
        "Twenty digits, two of which the network takes for something else",
        Tensor.From([.. Enumerable.Range(0, 20).SelectMany(Digit)], 20, 1, 28, 28),
        Enumerable.Range(0, 20).Select(i => i % 9 == 4 ? $"{i % 10} taken for 9" : $"{i % 10}"));

    public static PictureChart SignedPictures() => Chart.Pictures(
        "The gradient shows where each digit is sensitive",
        Enumerable.Range(0, 5).Select(i => Digit(i).Select((value, j) => (value - (Digit(i + 1)[j] * 0.9f)) * 0.02f).ToArray()),
        Enumerable.Range(0, 5).Select(i => $"digit {i}"),
        diverging: true);

    /// <summary>A ring-like stroke, smooth at its edges, that differs with the seed.</summary>
    private static float[] Digit(int seed)
    {
        var image = new float[784];
        for (var i = 0; i < 784; i++)
        {
            var (x, y) = ((i % 28) - 13.5, (i / 28) - 13.5);
            var radius = Math.Sqrt((x * x * (1 + (seed % 3 * 0.4))) + (y * y * (0.7 + (seed % 5 * 0.1))) + (x * y * ((seed % 4) - 1.5) * 0.4));
            image[i] = (float)Math.Clamp(2.2 - Math.Abs(radius - 7 - (seed % 2)), 0, 1);
        }

        return image;
    }
}
