using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>Boxes with arrows between them: how data flow through a method; made by <see cref="Chart.Diagram"/>.</summary>
public sealed class Diagram : Figure
{
    private const double RowHeight = 92;
    private const double BoxHeight = 58;
    private const double TextSize = 13;
    private const double TextLine = 16;
    private const double LabelSize = 12;
    private const string MarkedFill = "#fff4e5";
    private const string PlainFill = "#f6f8fa";

    private readonly List<Node> nodes = [];
    private readonly List<(Node From, Node To, string Label, bool Marked)> arrows = [];

    internal Diagram(string title)
        : base(title)
    {
    }

    /// <summary>Adds a box.</summary>
    /// <param name="name">The text in it, by which arrows name it; long ones are wrapped.</param>
    /// <param name="column">Where it stands, counted from 0 at the left; halves are allowed.</param>
    /// <param name="row">Where it stands, counted from 0 at the top; halves are allowed.</param>
    /// <param name="marked">Whether it stands out, with a dashed border and a colour of its own.</param>
    /// <exception cref="ArgumentException">The text is empty, or another box has it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A place is negative or above 20.</exception>
    public Diagram Box(string name, double column, double row, bool marked = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (nodes.Any(node => node.Name == name))
        {
            throw new ArgumentException($"The boxes of a diagram have different texts; \"{name}\" was given twice.", nameof(name));
        }

        if (column is not (>= 0 and <= 20) || row is not (>= 0 and <= 20))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"A box stands at columns and rows from 0 to 20; \"{name}\" was to stand at {Numbers.Short(column)}, {Numbers.Short(row)}.");
        }

        nodes.Add(new Node(name, column, row, marked));
        return this;
    }

    /// <summary>Adds an arrow between two boxes.</summary>
    /// <param name="from">The text of the box it leaves.</param>
    /// <param name="to">The text of the box it reaches.</param>
    /// <param name="label">A word beside it; none by default.</param>
    /// <param name="marked">Whether it is dashed and in the colour of marked boxes.</param>
    /// <exception cref="ArgumentException">There is no such box, or it is the same one.</exception>
    public Diagram Arrow(string from, string to, string label = "", bool marked = false)
    {
        ArgumentNullException.ThrowIfNull(label);
        var (start, end) = (Find(from), Find(to));
        if (start == end)
        {
            throw new ArgumentException($"An arrow leads from one box to another; from \"{from}\" to itself was asked for.", nameof(to));
        }

        arrows.Add((start, end, label, marked));
        return this;
    }

    /// <summary>Replaces the computed description, which screen readers and text outputs use.</summary>
    /// <param name="text">What the diagram shows, in a sentence or two.</param>
    public Diagram Describe(string text)
    {
        SetDescription(text);
        return this;
    }

    private protected override double NaturalHeight => Math.Round(40 + TitleHeight + (Rows * RowHeight));

    private double Rows => nodes.Count == 0 ? 1 : nodes.Max(node => node.Row) + 1;

    private double Columns => nodes.Count == 0 ? 1 : nodes.Max(node => node.Column) + 1;

    internal override void DrawContent(SvgBuilder svg, Box box)
    {
        if (nodes.Count == 0)
        {
            throw new InvalidOperationException("A diagram needs at least one box.");
        }

        var cell = box.Width / Columns;
        var width = BoxWidth(cell);
        foreach (var (from, to, label, marked) in arrows)
        {
            var (color, dash) = (marked ? Palette.Color(1) : Palette.Ink, marked ? "6 4" : "");
            var (start, end) = (Edge(from, to, cell, width, 0), Edge(to, from, cell, width, 5));
            var (dx, dy) = (end.X - start.X, end.Y - start.Y);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var (ux, uy) = (dx / length, dy / length);
            svg.Line(box.X + start.X, box.Y + start.Y, box.X + end.X - (ux * 6), box.Y + end.Y - (uy * 6), color, 1.6, dash);
            var (x, y) = (box.X + end.X, box.Y + end.Y);
            svg.Fill(
                $"M{Numbers.Coordinate(x)} {Numbers.Coordinate(y)}L{Numbers.Coordinate(x - (9 * ux) - (4.5 * uy))} {Numbers.Coordinate(y - (9 * uy) + (4.5 * ux))}L{Numbers.Coordinate(x - (9 * ux) + (4.5 * uy))} {Numbers.Coordinate(y - (9 * uy) - (4.5 * ux))}Z",
                color);
            if (label.Length > 0)
            {
                svg.Text(box.X + ((start.X + end.X) / 2), box.Y + ((start.Y + end.Y) / 2) - 6, label, LabelSize, anchor: "middle", halo: true);
            }
        }

        foreach (var node in nodes)
        {
            var (x, y) = Center(node, cell);
            var (stroke, more) = node.Marked ? (Palette.Color(1), " stroke-dasharray=\"6 4\"") : (Palette.AxisLine, "");
            svg.Rectangle(box.X + x - (width / 2), box.Y + y - (BoxHeight / 2), width, BoxHeight, node.Marked ? MarkedFill : PlainFill, $" rx=\"6\" stroke=\"{stroke}\" stroke-width=\"1.5\"{more}");
            var lines = Lines(node, width);
            for (var i = 0; i < lines.Count; i++)
            {
                svg.Text(box.X + x, box.Y + y + 4.5 + ((i - ((lines.Count - 1) / 2.0)) * TextLine), lines[i], TextSize, anchor: "middle");
            }
        }
    }

    internal override PlotlyPage PlotlyPage() => new(Width, Height, Width - (2 * Margin), []);

    internal override void WriteTraces(Utf8JsonWriter json, PlotlyPage page)
    {
        // Nothing to see, but a name under the pointer, and the axes that the boxes stand on.
        var cell = (Width - (2 * Margin)) / Columns;
        json.BeginTrace("scatter", new PlotlyPlace(1, default, page), name: null, legend: false);
        json.WriteString("mode", "markers");
        json.WriteNumber("opacity", 0);
        json.Numbers("x", nodes.Select(node => Center(node, cell).X));
        json.Numbers("y", nodes.Select(node => Center(node, cell).Y));
        json.Texts("text", nodes.Select(node => SvgBuilder.Escape(node.Name)));
        json.WriteString("hoverinfo", "text");
        json.WriteEndObject();
    }

    internal override void WriteLayout(Utf8JsonWriter json, PlotlyPage page)
    {
        if (nodes.Count == 0)
        {
            throw new InvalidOperationException("A diagram needs at least one box.");
        }

        var inner = Width - (2 * Margin);
        var top = 20 + TitleHeight;
        var cell = inner / Columns;
        var width = BoxWidth(cell);
        json.WriteBoolean("showlegend", false);
        WriteAxis(json, "xaxis", [0, inner], [Margin / Width, 1 - (Margin / Width)]);
        WriteAxis(json, "yaxis", [Rows * RowHeight, 0], [1 - ((top + (Rows * RowHeight)) / page.Height), 1 - (top / page.Height)]);
        json.WriteStartArray("shapes");
        foreach (var (from, to, _, marked) in arrows)
        {
            WriteLine(json, Edge(from, to, cell, width, 0), Edge(to, from, cell, width, 5), marked);
        }

        foreach (var node in nodes)
        {
            WriteBox(json, Center(node, cell), width, node.Marked);
        }

        json.WriteEndArray();
        json.WriteStartArray("annotations");
        foreach (var (from, to, label, marked) in arrows)
        {
            var (start, end) = (Edge(from, to, cell, width, 0), Edge(to, from, cell, width, 5));
            WriteHead(json, start, end, marked ? Palette.Color(1) : Palette.Ink);
            if (label.Length > 0)
            {
                WriteText(json, ((start.X + end.X) / 2, ((start.Y + end.Y) / 2) - 10), SvgBuilder.Escape(label), LabelSize);
            }
        }

        foreach (var node in nodes)
        {
            WriteText(json, Center(node, cell), string.Join("<br>", Lines(node, width).Select(SvgBuilder.Escape)), TextSize);
        }

        json.WriteEndArray();
    }

    internal override string DescribeData() =>
        $"Diagram of {nodes.Count} boxes: {string.Join(", ", nodes.Select(node => node.Name))}. Arrows: " +
        $"{(arrows.Count == 0 ? "none" : string.Join("; ", arrows.Select(arrow => $"{arrow.From.Name} → {arrow.To.Name}{(arrow.Label.Length == 0 ? "" : $" ({arrow.Label})")}")))}.";

    // Between the boxes of neighbouring columns the widest label has room, however narrow the boxes become: down to half a column.
    private double BoxWidth(double cell)
    {
        var widest = arrows.Where(arrow => arrow.Label.Length > 0).Select(arrow => TextMetrics.Width(arrow.Label, LabelSize) + 8).DefaultIfEmpty().Max();
        return Math.Min(Math.Min(0.78 * cell, 210), Math.Max(cell - widest, 0.5 * cell));
    }

    private static (double X, double Y) Center(Node node, double cell) => ((node.Column + 0.5) * cell, (node.Row + 0.5) * RowHeight);

    // Where the straight line between two centers leaves the box of the first, and so many units further.
    private static (double X, double Y) Edge(Node node, Node other, double cell, double width, double gap)
    {
        var (center, far) = (Center(node, cell), Center(other, cell));
        var (dx, dy) = (far.X - center.X, far.Y - center.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        var reach = Math.Min(dx == 0 ? double.PositiveInfinity : width / 2 / Math.Abs(dx), dy == 0 ? double.PositiveInfinity : BoxHeight / 2 / Math.Abs(dy));
        var share = Math.Min(1, reach + (length == 0 ? 0 : gap / length));
        return (center.X + (share * dx), center.Y + (share * dy));
    }

    private static List<string> Lines(Node node, double width) => TextMetrics.Wrap(node.Name, TextSize, width - 12, maximumLines: 3, safe: true);

    private static void WriteAxis(Utf8JsonWriter json, string name, double[] range, double[] domain)
    {
        json.WriteStartObject(name);
        json.Numbers("range", range);
        json.Numbers("domain", domain);
        json.WriteBoolean("visible", false);
        json.WriteEndObject();
    }

    private static void WriteBox(Utf8JsonWriter json, (double X, double Y) center, double width, bool marked)
    {
        json.WriteStartObject();
        json.WriteString("type", "rect");
        json.WriteString("xref", "x");
        json.WriteString("yref", "y");
        json.Number("x0", center.X - (width / 2));
        json.Number("x1", center.X + (width / 2));
        json.Number("y0", center.Y - (BoxHeight / 2));
        json.Number("y1", center.Y + (BoxHeight / 2));
        json.WriteString("fillcolor", marked ? MarkedFill : PlainFill);
        WriteStroke(json, marked, Palette.AxisLine, 1.5);
        json.WriteEndObject();
    }

    // Arrows of Plotly know no dashes: the line is a shape, and the arrow on it no more than a head.
    private static void WriteLine(Utf8JsonWriter json, (double X, double Y) start, (double X, double Y) end, bool marked)
    {
        json.WriteStartObject();
        json.WriteString("type", "line");
        json.WriteString("xref", "x");
        json.WriteString("yref", "y");
        json.Number("x0", start.X);
        json.Number("y0", start.Y);
        json.Number("x1", Before(start.X, end.X, start, end));
        json.Number("y1", Before(start.Y, end.Y, start, end));
        WriteStroke(json, marked, Palette.Ink, 1.6);
        json.WriteEndObject();
    }

    private static void WriteStroke(Utf8JsonWriter json, bool marked, string plainColor, double width)
    {
        json.WriteStartObject("line");
        json.WriteString("color", marked ? Palette.Color(1) : plainColor);
        json.WriteString("dash", marked ? "6px,4px" : "solid");
        json.WriteNumber("width", width);
        json.WriteEndObject();
    }

    // Six units before the end, on the way from the start.
    private static double Before(double from, double to, (double X, double Y) start, (double X, double Y) end)
    {
        var (dx, dy) = (end.X - start.X, end.Y - start.Y);
        return to - ((to - from) * 6 / Math.Max(6, Math.Sqrt((dx * dx) + (dy * dy))));
    }

    private static void WriteHead(Utf8JsonWriter json, (double X, double Y) start, (double X, double Y) end, string color)
    {
        json.WriteStartObject();
        json.WriteString("text", "");
        foreach (var (name, value) in ((string, string)[])[("xref", "x"), ("yref", "y"), ("axref", "x"), ("ayref", "y"), ("arrowcolor", color)])
        {
            json.WriteString(name, value);
        }

        json.Number("x", end.X);
        json.Number("y", end.Y);
        json.Number("ax", Before(start.X, end.X, start, end));
        json.Number("ay", Before(start.Y, end.Y, start, end));
        json.WriteBoolean("showarrow", true);
        json.WriteNumber("arrowhead", 2);
        json.WriteNumber("arrowsize", 1.2);
        json.WriteNumber("arrowwidth", 1.6);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, (double X, double Y) at, string text, double size)
    {
        json.WriteStartObject();
        json.Number("x", at.X);
        json.Number("y", at.Y);
        json.WriteString("xref", "x");
        json.WriteString("yref", "y");
        json.WriteString("text", text);
        json.WriteNumber("borderpad", 0);
        json.WriteBoolean("showarrow", false);
        json.Font("font", size, Palette.Ink);
        json.WriteEndObject();
    }

    private sealed record Node(string Name, double Column, double Row, bool Marked);

    private Node Find(string name) => nodes.Find(node => node.Name == name)
        ?? throw new ArgumentException($"The diagram has no box \"{name}\"; it has {string.Join(", ", nodes.Select(node => $"\"{node.Name}\""))}.", nameof(name));
}
