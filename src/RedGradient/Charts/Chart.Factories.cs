using RedGradient.Charts.Rendering;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <content>Where a chart begins.</content>
public abstract partial class Chart
{
    /// <summary>Begins a line chart.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="xLabel">What the horizontal axis means, with its unit.</param>
    /// <param name="yLabel">What the vertical axis means, with its unit.</param>
    public static LineChart Line(string title, string xLabel, string yLabel) => new(title, xLabel, yLabel);

    /// <summary>Begins a scatter chart.</summary>
    /// <inheritdoc cref="Line"/>
    public static ScatterChart Scatter(string title, string xLabel, string yLabel) => new(title, xLabel, yLabel);

    /// <summary>Begins a bar chart.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="xLabel">What the categories are; may be empty.</param>
    /// <param name="yLabel">What the bars measure, with its unit.</param>
    /// <param name="categories">The places of the bars, at least one.</param>
    /// <exception cref="ArgumentException">There is no category.</exception>
    public static BarChart Bar(string title, string xLabel, string yLabel, IEnumerable<string> categories) => new(title, xLabel, yLabel, categories);

    /// <summary>Begins a histogram.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="xLabel">What the values are, with their unit.</param>
    /// <param name="bins">The number of equally wide bins, 1 to 1000; 30 by default.</param>
    /// <param name="asShares">Whether heights are shares of each series instead of counts, so that series of different sizes compare.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of bins is outside its limits.</exception>
    public static HistogramChart Histogram(string title, string xLabel, int bins = 30, bool asShares = false) => new(title, xLabel, bins, asShares);

    /// <summary>Draws a matrix as coloured cells, its first row at the top.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="xLabel">What the columns are.</param>
    /// <param name="yLabel">What the rows are.</param>
    /// <param name="values">At least one cell; those that are not finite stay empty.</param>
    /// <param name="rowNames">A name for each row; its index by default.</param>
    /// <param name="columnNames">A name for each column; its index by default.</param>
    /// <param name="diverging">Whether colours part at zero, for values with a sign.</param>
    /// <param name="decimals">Writes each value into its cell with so many decimals, where there is room; none by default.</param>
    /// <exception cref="ArgumentException">The matrix is empty, has no finite value, or the number of names differs.</exception>
    public static HeatMapChart HeatMap(string title, string xLabel, string yLabel, double[,] values, IEnumerable<string>? rowNames = null, IEnumerable<string>? columnNames = null, bool diverging = false, int? decimals = null)
    {
        var matrix = Inputs.Matrix(values);
        var look = new MatrixLook(
            ScaleOf(matrix, diverging),
            rowNames?.ToArray(),
            columnNames?.ToArray(),
            decimals is { } places ? (row, column) => double.IsNaN(matrix[row, column]) ? "" : Numbers.Decimals(matrix[row, column], places) : null,
            Sentence: null,
            ShowScale: true,
            Square: false);
        return new HeatMapChart("Heat map", title, xLabel, yLabel, matrix, look);
    }

    /// <summary>Draws a tensor of shape <c>[rows, columns]</c> as coloured cells.</summary>
    /// <inheritdoc cref="HeatMap(string, string, string, double[,], IEnumerable{string}?, IEnumerable{string}?, bool, int?)"/>
    public static HeatMapChart HeatMap(string title, string xLabel, string yLabel, Tensor values, IEnumerable<string>? rowNames = null, IEnumerable<string>? columnNames = null, bool diverging = false, int? decimals = null) =>
        HeatMap(title, xLabel, yLabel, Inputs.Matrix(values), rowNames, columnNames, diverging, decimals);

    /// <summary>Draws a confusion matrix: true classes down, predicted classes across, each row shaded by its shares.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="counts">Square; row = true class, column = predicted class.</param>
    /// <param name="classNames">A name for each class; its index by default.</param>
    /// <exception cref="ArgumentException">The matrix is empty or not square, a count is negative, or the number of names differs.</exception>
    public static HeatMapChart Confusion(string title, int[,] counts, IEnumerable<string>? classNames = null) =>
        ConfusionMatrix.Draw(title, counts, classNames?.ToArray());

    /// <summary>Draws a confusion matrix from labels and predictions.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="labels">The true classes, 0 or more.</param>
    /// <param name="predictions">As many predicted classes.</param>
    /// <param name="classNames">A name for each class; its index by default.</param>
    /// <exception cref="ArgumentException">There are no labels, the lengths differ, or a class is negative.</exception>
    public static HeatMapChart Confusion(string title, int[] labels, int[] predictions, IEnumerable<string>? classNames = null)
    {
        var names = classNames?.ToArray();
        return ConfusionMatrix.Draw(title, ConfusionMatrix.Count(labels, predictions, names?.Length ?? 0), names);
    }

    /// <summary>Draws the scores of a classifier over a region of the plane, and points on it.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="values">
    /// Shape <c>[rows, columns]</c>: the score of the second class at the centre of each cell, the first row at the bottom (see <see cref="Plane.Points"/>).
    /// Within [0, 1] the boundary is drawn at 0.5, otherwise at 0.
    /// </param>
    /// <param name="xRange">From the left edge of the first to the right edge of the last column.</param>
    /// <param name="yRange">From the lower edge of the first to the upper edge of the last row.</param>
    /// <param name="points">Shape <c>[n, 2]</c>; none by default.</param>
    /// <param name="labels">A class for each point.</param>
    /// <exception cref="ArgumentException">A shape or a length does not fit, a range is empty, or no score is finite.</exception>
    public static SurfaceChart DecisionSurface(string title, Tensor values, (double Minimum, double Maximum) xRange, (double Minimum, double Maximum) yRange, Tensor? points = null, int[]? labels = null) =>
        Surfaces.Decision(title, Inputs.Matrix(values), Region.Of(xRange, yRange), points, labels);

    /// <inheritdoc cref="DecisionSurface(string, Tensor, ValueTuple{double, double}, ValueTuple{double, double}, Tensor?, int[])"/>
    public static SurfaceChart DecisionSurface(string title, double[,] values, (double Minimum, double Maximum) xRange, (double Minimum, double Maximum) yRange, Tensor? points = null, int[]? labels = null) =>
        Surfaces.Decision(title, Inputs.Matrix(values), Region.Of(xRange, yRange), points, labels);

    /// <summary>Draws the scores of a classifier at the points of a <see cref="Plane"/>, and points on it.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="plane">The region; the network is asked at its <see cref="Plane.Points"/>.</param>
    /// <param name="scores">
    /// As many as the plane has points: shape <c>[n]</c> or <c>[n, 1]</c> for the score of the second class, or <c>[n, classes]</c>, of which each cell shows the best class.
    /// </param>
    /// <param name="points">Shape <c>[n, 2]</c>; none by default.</param>
    /// <param name="labels">A class for each point.</param>
    /// <exception cref="ArgumentException">A shape or a length does not fit, or no score is finite.</exception>
    public static SurfaceChart DecisionSurface(string title, Plane plane, Tensor scores, Tensor? points = null, int[]? labels = null) =>
        Surfaces.Decision(title, plane, scores, points, labels);

    /// <summary>Draws lines of equal height of a surface.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="xLabel">What the horizontal axis means.</param>
    /// <param name="yLabel">What the vertical axis means.</param>
    /// <param name="values">Rows and columns of the surface at the centres of cells, the first row at the bottom; at least 2 by 2.</param>
    /// <param name="xRange">From the left edge of the first to the right edge of the last column.</param>
    /// <param name="yRange">From the lower edge of the first to the upper edge of the last row.</param>
    /// <param name="levels">About how many lines, 2 to 50; 12 by default.</param>
    /// <exception cref="ArgumentException">The surface is too small or has no finite value, or a range is empty.</exception>
    public static SurfaceChart Contour(string title, string xLabel, string yLabel, double[,] values, (double Minimum, double Maximum) xRange, (double Minimum, double Maximum) yRange, int levels = 12) =>
        Surfaces.Contour(title, xLabel, yLabel, Inputs.Matrix(values), Region.Of(xRange, yRange), levels);

    /// <summary>Draws images in rows, each with a caption.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="images">Shape <c>[n, 1, height, width]</c>, <c>[n, height, width]</c> or, for square images, <c>[n, height × width]</c>; grey values in [0, 1], or signed values.</param>
    /// <param name="captions">One for each image; none by default.</param>
    /// <param name="columns">Images in a row, 1 to 20; up to 10 by default.</param>
    /// <param name="diverging">Whether values have a sign, as gradients and perturbations do: blue below zero, orange above, on one scale for all images.</param>
    /// <exception cref="ArgumentException">The shape does not fit, there is no image, or the number of captions differs.</exception>
    public static PictureChart Pictures(string title, Tensor images, IEnumerable<string>? captions = null, int? columns = null, bool diverging = false) =>
        new(title, ImageSet.From(images), captions?.ToArray(), columns, diverging);

    /// <summary>Draws square images, each an array of its grey values row by row.</summary>
    /// <inheritdoc cref="Pictures(string, Tensor, IEnumerable{string}?, int?, bool)"/>
    public static PictureChart Pictures(string title, IEnumerable<float[]> images, IEnumerable<string>? captions = null, int? columns = null, bool diverging = false) =>
        new(title, ImageSet.From(images), captions?.ToArray(), columns, diverging);

    /// <summary>Puts charts side by side under one title; the title of each stands above it.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="charts">One to four charts.</param>
    /// <exception cref="ArgumentException">There is no chart, or there are more than four.</exception>
    public static ChartGrid Row(string title, params Chart[] charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        return new ChartGrid(title, charts, charts.Length);
    }

    /// <summary>Puts charts into rows and columns under one title.</summary>
    /// <param name="title">States the finding.</param>
    /// <param name="columns">Charts in a row, 1 to 4.</param>
    /// <param name="charts">At least one chart.</param>
    /// <exception cref="ArgumentException">There is no chart, or the number of columns is outside its limits.</exception>
    public static ChartGrid Grid(string title, int columns, params Chart[] charts) => new(title, charts, columns);

    /// <summary>Boxes with arrows between them.</summary>
    /// <param name="title">What it shows.</param>
    public static Diagram Diagram(string title) => new(title);

    /// <summary>Shows a figure and its numbers at several values of a parameter, all computed beforehand; in the book a slider moves between them.</summary>
    /// <param name="parameter">What moves, with its unit.</param>
    /// <param name="start">The state shown first, counted from 0; also the one that shows where nothing can move.</param>
    /// <param name="states">2 to 11 states in their order, with figures of the same size.</param>
    /// <exception cref="ArgumentException">There are fewer or more states, or two have the same label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no state of that number.</exception>
    public static Slider Slider(string parameter, int start, IEnumerable<SliderState> states) => new(parameter, start, states);

    private static ColorScale ScaleOf(double[,] matrix, bool diverging)
    {
        var seen = matrix.Cast<double>().Where(Extent.CanDraw).ToArray();
        return diverging ? ColorScale.Diverging(seen.Max(Math.Abs)) : ColorScale.Sequential(seen.Min(), seen.Max());
    }
}
