using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts;

/// <summary>A matrix as coloured cells; made by <see cref="Chart.HeatMap(string, string, string, double[,], IEnumerable{string}?, IEnumerable{string}?, bool, int?)"/>.</summary>
public sealed class HeatMapChart : AxisChart<HeatMapChart>
{
    internal HeatMapChart(string kind, string title, string xLabel, string yLabel, double[,] values, MatrixLook look)
        : base(kind, title, xLabel, yLabel)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        Panel.Vertical.Reversed = true;
        Panel.Vertical.Categories = Names("row", look.RowNames, rows);
        Panel.Horizontal.Categories = Names("column", look.ColumnNames, columns);
        Panel.Aspect = look.Square ? (double)columns / rows : null;
        Panel.Traces.Add(new GridTrace(values, Region.OfCells(rows, columns), look.Scale)
        {
            CellText = look.CellText,
            ShowScale = look.ShowScale,
            Sentence = look.Sentence,
        });
    }

    /// <summary>Names what the colours mean, beside the colour bar.</summary>
    /// <param name="label">A few words.</param>
    public HeatMapChart ColorLabel(string label)
    {
        Panel.ScaleLabel = label;
        return this;
    }

    internal override double PanelHeight(double width) => Panel.Aspect is null
        ? base.PanelHeight(width)
        : Panel.HeightForAspect(width, most: 470);

    private static string[]? Names(string direction, IReadOnlyList<string>? names, int count)
    {
        if (names is null)
        {
            return count <= 40 ? [.. Enumerable.Range(0, count).Select(Numbers.Integer)] : null;
        }

        return names.Count == count
            ? [.. names]
            : throw new ArgumentException($"The matrix has {count} {direction}s but {names.Count} {direction} names were given; the lengths must be equal.", nameof(names));
    }
}
