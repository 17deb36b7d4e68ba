using System.Text.Json;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>Images in rows with captions, every pixel drawn as it is; made by the methods Pictures of <see cref="Chart"/>.</summary>
public sealed class PictureChart : Chart
{
    private const double CaptionSize = 12;
    private const double CaptionLine = 15;
    private const double Gap = 10;
    private const double ScaleSize = 11;

    private readonly ImageSet set;
    private readonly string[]? captions;
    private readonly int columns;
    private readonly bool signed;

    internal PictureChart(string title, ImageSet set, string[]? captions, int? columns, bool signed)
        : base(title)
    {
        this.set = set;
        this.captions = captions;
        this.signed = signed;
        this.columns = columns ?? Math.Min(10, set.Images.Count);
        if (this.columns is < 1 or > 20)
        {
            throw new ArgumentOutOfRangeException(nameof(columns), this.columns, $"A row has 1 to 20 images; {this.columns} were asked for.");
        }

        if (captions is not null && captions.Length != set.Images.Count)
        {
            throw new ArgumentException($"There are {set.Images.Count} images but {captions.Length} captions; the lengths must be equal.", nameof(captions));
        }

        var largest = set.Images.SelectMany(image => image).Where(value => float.IsFinite(value)).Select(value => Math.Abs((double)value)).DefaultIfEmpty(0).Max();
        Scale = signed ? ColorScale.Diverging(largest) : ColorScale.Grey(0, 1);
    }

    private ColorScale Scale { get; }

    private int RowCount => (set.Images.Count + columns - 1) / columns;

    /// <summary>Replaces the computed description, which screen readers and text outputs use.</summary>
    /// <param name="text">What the images show, in a sentence or two.</param>
    public PictureChart Describe(string text)
    {
        SetDescription(text);
        return this;
    }

    internal override double PanelHeight(double width)
    {
        var (_, height) = TileSize(width);
        return RowCount * (height + CaptionHeight(width) + Gap);
    }

    internal override void DrawContent(SvgBuilder svg, Box box)
    {
        var pitch = Pitch(box.Width);
        for (var i = 0; i < set.Images.Count; i++)
        {
            var tile = Tile(box, i);
            DrawImage(svg, set.Images[i], tile);
            var lines = captions is null ? [] : CaptionLines(captions[i], pitch);
            for (var line = 0; line < lines.Count; line++)
            {
                svg.Text(tile.X + (tile.Width / 2), tile.Bottom + 15 + (line * CaptionLine), lines[line], CaptionSize, anchor: "middle");
            }
        }

        if (signed)
        {
            ColorBar.Draw(svg, Scale, ScaleBox(box), null, ScaleSize);
        }
    }

    internal override void WriteTraces(Utf8JsonWriter json, PlotlyPlace place)
    {
        for (var row = 0; row < RowCount; row++)
        {
            PlotlyPictures.WriteRow(json, set, row * columns, [.. Enumerable.Range(row * columns, Math.Min(columns, set.Images.Count - (row * columns))).Select(i => Tile(place.Box, i))], Scale, place);
        }

        if (signed)
        {
            PlotlyAxes.WriteScale(json, Scale, ScaleBox(place.Box), null, place, ScaleSize);
        }
    }

    internal override void WriteAxes(Utf8JsonWriter json, PlotlyPlace place) => PlotlyPictures.WriteAxes(json, place);

    internal override void WriteShapes(Utf8JsonWriter json, PlotlyPlace place)
    {
    }

    internal override void WriteAnnotations(Utf8JsonWriter json, PlotlyPlace place)
    {
        for (var i = 0; i < (captions?.Length ?? 0); i++)
        {
            var tile = Tile(place.Box, i);
            PlotlyPictures.WriteCaption(json, CaptionLines(captions![i], Pitch(place.Box.Width)), tile.X + (tile.Width / 2), tile.Bottom + 4, CaptionSize, place);
        }
    }

    internal override string DescribeData()
    {
        var count = set.Images.Count;
        var values = signed ? $", signed values between ±{Numbers.Short(Scale.Maximum)}, blue below zero and orange above" : "";
        var texts = captions is null ? "" : $" Captions: {string.Join("; ", captions.Take(20))}{(count > 20 ? "; …" : "")}.";
        return $"{count} image{(count == 1 ? "" : "s")} of {set.ImageWidth} by {set.ImageHeight} pixels in {RowCount} row{(RowCount == 1 ? "" : "s")}{values}.{texts}";
    }

    private Box Tile(Box box, int index)
    {
        var (width, height) = TileSize(box.Width);
        var pitch = Pitch(box.Width);
        return new Box(
            box.X + (index % columns * pitch) + ((pitch - Gap - width) / 2),
            box.Y + (index / columns * (height + CaptionHeight(box.Width) + Gap)) + 4,
            width,
            height);
    }

    private Box ScaleBox(Box box) => new(box.Right - ScaleWidth + 14, box.Y + 4, ColorBar.Width, Math.Min(TileSize(box.Width).Height, 200));

    private double ScaleWidth => signed ? 28 + ColorBar.LabelWidth(Scale, null, 11) : 0;

    private double Pitch(double width) => Math.Min(170, (width - ScaleWidth + Gap) / columns);

    private (double Width, double Height) TileSize(double width)
    {
        var tile = Pitch(width) - Gap;
        var scale = Math.Min(tile / set.ImageWidth, 170.0 / set.ImageHeight);

        // Whole multiples keep all pixels of an image the same size.
        scale = scale >= 1 ? Math.Floor(scale) : scale;
        return (set.ImageWidth * scale, set.ImageHeight * scale);
    }

    private double CaptionHeight(double width) => captions is null
        ? 0
        : 4 + (captions.Max(caption => CaptionLines(caption, Pitch(width)).Count) * CaptionLine);

    private static List<string> CaptionLines(string caption, double pitch) => TextMetrics.Wrap(caption, CaptionSize, pitch - 4, maximumLines: 3);

    private void DrawImage(SvgBuilder svg, float[] image, Box tile)
    {
        // Most of an image is one level: a rectangle underneath saves its many pieces.
        var levels = image.Select(value => Scale.Level(value)).ToArray();
        var ground = levels.GroupBy(level => level).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        var fill = ground < 0 ? Palette.Background : Scale.Color(ground);
        svg.Rectangle(tile.X - 0.5, tile.Y - 0.5, tile.Width + 1, tile.Height + 1, fill, $" stroke=\"{Palette.Border}\"");
        CellPainter.Draw(svg, tile, [.. levels.Select(level => level == ground ? -1 : level)], set.ImageHeight, set.ImageWidth, Scale);
    }
}
