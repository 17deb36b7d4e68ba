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
            svg.Rectangle(box.X + x - (width / 2), box.Y + y - (BoxHeight / 2), width, BoxHeight, node.Marked ? "#fff4e5" : "#f6f8fa", $" rx=\"6\" stroke=\"{stroke}\" stroke-width=\"1.5\"{more}");
            var lines = Lines(node, width);
            for (var i = 0; i < lines.Count; i++)
            {
                svg.Text(box.X + x, box.Y + y + 4.5 + ((i - ((lines.Count - 1) / 2.0)) * TextLine), lines[i], TextSize, anchor: "middle");
            }
        }
    }

    internal override void WriteTraces(Utf8JsonWriter json)
    {
        // Nothing to see, but a name under the pointer, and the axes that the annotations stand on.
        var cell = (Width - (2 * Margin)) / Columns;
        json.BeginTrace("scatter", new PlotlyPlace(1, 0, 1, 0, 1), null, legend: false);
        json.WriteString("mode", "markers");
        json.WriteNumber("opacity", 0);
        json.Numbers("x", nodes.Select(node => Center(node, cell).X));
        json.Numbers("y", nodes.Select(node => Center(node, cell).Y));
        json.Texts("text", nodes.Select(node => node.Name));
        json.WriteEndObject();
    }

    internal override void WriteLayout(Utf8JsonWriter json)
    {
        var cell = (Width - (2 * Margin)) / Columns;
        WriteAxis(json, "xaxis", 0, Width - (2 * Margin));
        WriteAxis(json, "yaxis", Rows * RowHeight, 0);
        json.WriteStartArray("annotations");
        foreach (var (from, to, label, marked) in arrows)
        {
            var (start, end) = (Edge(from, to, cell, BoxWidth(cell), 0), Edge(to, from, cell, BoxWidth(cell), 5));
            WriteAnnotation(json, end, "", start, marked);
            if (label.Length > 0)
            {
                WriteAnnotation(json, ((start.X + end.X) / 2, ((start.Y + end.Y) / 2) - 8), SvgBuilder.Escape(label), null, null);
            }
        }

        foreach (var node in nodes)
        {
            WriteAnnotation(json, Center(node, cell), string.Join("<br>", Lines(node, BoxWidth(cell)).Select(SvgBuilder.Escape)), null, node.Marked);
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

    private static List<string> Lines(Node node, double width) => TextMetrics.Wrap(node.Name, TextSize, width - 12, maximumLines: 3);

    private static void WriteAxis(Utf8JsonWriter json, string name, double first, double last)
    {
        json.WriteStartObject(name);
        json.Numbers("range", [first, last]);
        json.WriteBoolean("visible", false);
        json.WriteEndObject();
    }

    private static void WriteAnnotation(Utf8JsonWriter json, (double X, double Y) at, string text, (double X, double Y)? from, bool? marked)
    {
        json.WriteStartObject();
        json.Number("x", at.X);
        json.Number("y", at.Y);
        json.WriteString("xref", "x");
        json.WriteString("yref", "y");
        json.WriteString("text", text);
        json.WriteBoolean("showarrow", from is not null);
        var color = marked == true ? Palette.Color(1) : Palette.AxisLine;
        if (from is { } start)
        {
            json.WriteString("axref", "x");
            json.WriteString("ayref", "y");
            json.Number("ax", start.X);
            json.Number("ay", start.Y);
            json.Number("arrowhead", 2);
            json.WriteString("arrowcolor", color);
        }
        else if (marked is not null)
        {
            json.WriteString("bordercolor", color);
            json.Number("borderpad", 6);
        }

        json.WriteEndObject();
    }

    private sealed record Node(string Name, double Column, double Row, bool Marked);

    private Node Find(string name) => nodes.Find(node => node.Name == name)
        ?? throw new ArgumentException($"The diagram has no box \"{name}\"; it has {string.Join(", ", nodes.Select(node => $"\"{node.Name}\""))}.", nameof(name));
}
