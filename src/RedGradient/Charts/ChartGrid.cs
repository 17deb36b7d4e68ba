using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>Several charts in one figure, in rows and columns; made by <see cref="Chart.Row"/> and <see cref="Chart.Grid"/>.</summary>
public sealed class ChartGrid : Figure
{
    private const double Gutter = 22;
    private const double SubtitleSize = 14;
    private const double SubtitleLine = 18;

    private readonly Chart[] charts;
    private readonly int columns;

    internal ChartGrid(string title, Chart[] charts, int columns)
        : base(title)
    {
        ArgumentNullException.ThrowIfNull(charts);
        if (charts.Length == 0 || charts.Contains(null))
        {
            throw new ArgumentException("A figure of several charts needs at least one, and none of them null.", nameof(charts));
        }

        if (columns is < 1 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(columns), columns, $"Charts stand 1 to 4 in a row; {columns} were asked for.");
        }

        this.charts = [.. charts];
        this.columns = Math.Min(columns, charts.Length);
        Width = this.columns >= 3 ? 900 : 720;
    }

    /// <summary>Replaces the computed description, which screen readers and text outputs use.</summary>
    /// <param name="text">What the charts show, in a sentence or two.</param>
    public ChartGrid Describe(string text)
    {
        SetDescription(text);
        return this;
    }

    /// <summary>Sets the size of the figure.</summary>
    /// <param name="width">240 to 4000; 720 by default, 900 with three or more charts in a row.</param>
    /// <param name="height">160 to 8000; follows from the charts by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside these limits.</exception>
    public ChartGrid Size(double width, double height)
    {
        SetSize(width, height);
        return this;
    }

    private protected override double NaturalHeight
    {
        get
        {
            var height = 40 + TitleHeight - Gutter;
            for (var row = 0; row < RowCount; row++)
            {
                height += RowHeight(row) + Gutter;
            }

            return Math.Round(height);
        }
    }

    private int RowCount => (charts.Length + columns - 1) / columns;

    private double PanelWidth => (Width - (2 * Margin) - ((columns - 1) * Gutter)) / columns;

    internal override void DrawContent(SvgBuilder svg, Box box)
    {
        var stretch = Stretch(Height);
        var y = box.Y;
        for (var row = 0; row < RowCount; row++)
        {
            var height = RowHeight(row) * stretch;
            var members = RowMembers(row).ToArray();
            var subtitles = Subtitles(row);
            foreach (var index in members)
            {
                var x = box.X + (index % columns * (PanelWidth + Gutter));
                var lines = Subtitle(index);
                for (var line = 0; line < lines.Count; line++)
                {
                    svg.Text(x, y + SubtitleSize + (line * SubtitleLine), lines[line], SubtitleSize, bold: true);
                }

                charts[index].DrawContent(svg, new Box(x, y + subtitles + 6, PanelWidth, height - subtitles - 6));
            }

            y += height + Gutter;
        }
    }

    internal override PlotlyPage PlotlyPage() => new(
        Width,
        Height - (Stretch(Height) * Enumerable.Range(0, RowCount).Sum(RowLegend)),
        Width - (2 * Margin),
        [.. charts.SelectMany(chart => chart.LegendEntries.Select(trace => (chart.Title, trace)))]);

    internal override void WriteTraces(Utf8JsonWriter json, PlotlyPage page)
    {
        foreach (var (chart, place) in charts.Zip(Places(page)))
        {
            chart.WriteTraces(json, place);
        }
    }

    internal override void WriteLayout(Utf8JsonWriter json, PlotlyPage page)
    {
        var places = Places(page);
        page.WriteLegend(json, Margin, 20 + TitleHeight);
        foreach (var (chart, place) in charts.Zip(places))
        {
            chart.WriteAxes(json, place);
        }

        json.WriteStartArray("shapes");
        foreach (var (chart, place) in charts.Zip(places))
        {
            chart.WriteShapes(json, place);
        }

        json.WriteEndArray();
        json.WriteStartArray("annotations");
        for (var i = 0; i < charts.Length; i++)
        {
            PlotlyMarks.WriteSubtitle(json, Subtitle(i), places[i].Box.X, places[i].Box.Y - 6 - Subtitles(i / columns), SubtitleSize, places[i]);
            charts[i].WriteAnnotations(json, places[i]);
        }

        json.WriteEndArray();
    }

    internal override string DescribeData() => string.Join(" ", charts.Select((chart, i) => $"Panel {i + 1}, {chart.Title.TrimEnd('.')}: {chart.Description}"));

    private IEnumerable<int> RowMembers(int row) => Enumerable.Range(row * columns, Math.Min(columns, charts.Length - (row * columns)));

    private double RowHeight(int row) => RowMembers(row).Max(index => charts[index].PanelHeight(PanelWidth)) + Subtitles(row) + 6;

    private List<string> Subtitle(int index) => TextMetrics.Wrap(charts[index].Title, SubtitleSize, PanelWidth, bold: true, safe: true);

    private double Subtitles(int row) => RowMembers(row).Max(index => Subtitle(index).Count) * SubtitleLine;

    // The room that the legends of a row would take: in Plotly they stand together above all charts.
    private double RowLegend(int row) => RowMembers(row).Min(index => Legend.Height(charts[index].LegendEntries, PanelWidth));

    // A height that the author set is shared out in the proportions of the natural one.
    private double Stretch(double height) =>
        Math.Max(0.2, (height - 40 - TitleHeight - ((RowCount - 1) * Gutter)) / Enumerable.Range(0, RowCount).Sum(RowHeight));

    private List<PlotlyPlace> Places(PlotlyPage page)
    {
        var places = new List<PlotlyPlace>();
        var y = 20 + TitleHeight + page.LegendHeight;
        for (var row = 0; row < RowCount; row++)
        {
            var height = (RowHeight(row) - RowLegend(row)) * Stretch(Height);
            var top = y + Subtitles(row) + 6;
            places.AddRange(RowMembers(row).Select(index =>
                new PlotlyPlace(index + 1, new Box(Margin + (index % columns * (PanelWidth + Gutter)), top, PanelWidth, y + height - top), page)));
            y += height + Gutter;
        }

        return places;
    }
}
