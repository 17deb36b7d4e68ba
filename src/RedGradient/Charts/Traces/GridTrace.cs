using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts.Traces;

/// <summary>A matrix as coloured cells, over a region of the plane or over named rows and columns.</summary>
internal sealed class GridTrace(double[,] values, Region region, ColorScale scale) : Trace
{
    /// <summary>Text in each cell, where there is room for it.</summary>
    public Func<int, int, string>? CellText { get; init; }

    /// <summary>Whether the colours need a bar that explains them.</summary>
    public bool ShowScale { get; init; } = true;

    /// <summary>The level whose contour is drawn as a line, if any.</summary>
    public double? Boundary { get; init; }

    /// <summary>The sentence about the matrix; computed from its extremes by default.</summary>
    public Func<string>? Sentence { get; init; }

    public override ColorScale? Scale => ShowScale ? scale : null;

    private int Rows => values.GetLength(0);

    private int Columns => values.GetLength(1);

    public override void Extend(Extent horizontal, Extent vertical)
    {
        horizontal.Tight = true;
        vertical.Tight = true;
        horizontal.Include([region.Left, region.Right]);
        vertical.Include([region.Bottom, region.Top]);
    }

    public override void Draw(SvgBuilder svg, PlotFrame frame)
    {
        var reversed = frame.Vertical.Reversed;
        var levels = new int[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var target = reversed ? row : Rows - 1 - row;
                levels[(target * Columns) + column] = scale.Level(values[row, column]);
            }
        }

        var (left, right) = (frame.X(region.Left), frame.X(region.Right));
        var top = Math.Min(frame.Y(region.Bottom), frame.Y(region.Top));
        var bottom = Math.Max(frame.Y(region.Bottom), frame.Y(region.Top));
        var box = new Box(left, top, right - left, bottom - top);
        CellPainter.Draw(svg, box, levels, Rows, Columns, scale);
        if (Boundary is { } level)
        {
            var path = MarchingSquares.Contour(values, level, Across, Up);
            svg.Stroke(path, "#ffffff", 3.6);
            svg.Stroke(path, Palette.Ink, 1.6);
        }

        if (CellText is not null)
        {
            WriteCells(svg, box);
        }

        double Across(double column) => box.X + (column / Columns * box.Width);
        double Up(double row) => reversed ? box.Y + (row / Rows * box.Height) : box.Bottom - (row / Rows * box.Height);
    }

    public override void WritePlotly(Utf8JsonWriter json, PlotlyPlace place, PanelLayout layout)
    {
        BeginSurface(json, "heatmap", place);
        json.Scale(scale);
        json.WriteBoolean("showscale", false);
        var size = CellSize(layout.Frame.Area.Width / Columns, layout.Frame.Area.Height / Rows);
        if (CellText is not null && size > 0)
        {
            json.WriteStartArray("text");
            for (var row = 0; row < Rows; row++)
            {
                json.WriteStartArray();
                for (var column = 0; column < Columns; column++)
                {
                    json.WriteStringValue(CellText(row, column));
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("texttemplate", "%{text}");
            // Without a colour of its own each text takes the one that is readable on its cell.
            json.WriteStartObject("textfont");
            json.Number("size", size);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (Boundary is { } level)
        {
            WriteBoundary(json, place, level, "#ffffff", 3.6);
            WriteBoundary(json, place, level, Palette.Ink, 1.6);
        }
    }

    private void WriteBoundary(Utf8JsonWriter json, PlotlyPlace place, double level, string color, double width)
    {
        BeginSurface(json, "contour", place);
        json.WriteString("hoverinfo", "skip");
        json.WriteBoolean("showscale", false);
        json.WriteBoolean("autocontour", false);
        json.WriteStartObject("contours");
        json.WriteString("coloring", "none");
        json.Number("start", level);
        json.Number("end", level);
        json.WriteNumber("size", 1);
        json.WriteEndObject();
        json.WriteStartObject("line");
        json.WriteString("color", color);
        json.Number("width", width);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void BeginSurface(Utf8JsonWriter json, string type, PlotlyPlace place)
    {
        json.BeginTrace(type, place, Name, legend: false);
        json.Number("x0", region.Left + (region.Width / Columns / 2));
        json.Number("dx", region.Width / Columns);
        json.Number("y0", region.Bottom + (region.Height / Rows / 2));
        json.Number("dy", region.Height / Rows);
        json.WriteStartArray("z");
        for (var row = 0; row < Rows; row++)
        {
            json.Row(values, row);
        }

        json.WriteEndArray();
    }

    private static double CellSize(double width, double height) => Math.Min(14, Math.Min(height * 0.55, width * 0.36)) is >= 7 and var size ? size : 0;

    public override string Describe()
    {
        if (Sentence is not null)
        {
            return Sentence();
        }

        var seen = values.Cast<double>().Where(Extent.CanDraw).ToArray();
        return $"{Name ?? "a surface"} of {Rows} by {Columns} cells, values from {Numbers.Short(seen.Min())} to {Numbers.Short(seen.Max())}";
    }

    private void WriteCells(SvgBuilder svg, Box box)
    {
        var (width, height) = (box.Width / Columns, box.Height / Rows);
        var size = CellSize(width, height);
        if (size == 0)
        {
            return;
        }

        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var level = scale.Level(values[row, column]);
                var text = CellText!(row, column);
                var fitting = Math.Min(size, size * (width - 4) / Math.Max(1, TextMetrics.Width(text, size)));
                if (fitting >= 6)
                {
                    svg.Text(box.X + ((column + 0.5) * width), box.Y + ((row + 0.5) * height) + (fitting * 0.36), text, fitting, level < 0 || scale.IsLight(level) ? Palette.Ink : "#ffffff", "middle");
                }
            }
        }
    }
}
