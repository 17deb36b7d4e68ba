using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RedGradient.Charts.Display;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>Something drawn: a chart, or several charts side by side.</summary>
/// <remarks>
/// Renders itself to SVG (no script, no style sheet, the same bytes for the same data on every machine) and to Plotly's figure schema. As the
/// last expression of a notebook cell it shows itself. Not safe for use by several threads while it is being built.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["image/svg+xml", "text/html", "text/plain"])]
public abstract class Figure
{
    internal const double Margin = 24;
    private const double TitleSize = 17;
    private const double TitleLine = 23;
    private const string Fonts = "Arial, 'Helvetica Neue', Helvetica, 'Liberation Sans', sans-serif";

    private string? description;

    private protected Figure(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The title, which states the finding.</summary>
    public string Title { get; }

    /// <summary>What the figure shows, in words: type, axes, trend and key numbers. Computed from the data unless the author wrote one.</summary>
    public string Description => description ?? DescribeData();

    /// <summary>The width in user units (CSS pixels when shown at full size); 720 by default.</summary>
    public double Width { get; private protected set; } = 720;

    /// <summary>The height in user units; follows from the content unless the author set one.</summary>
    public double Height => ChosenHeight ?? NaturalHeight;

    private protected double? ChosenHeight { get; private set; }

    private protected abstract double NaturalHeight { get; }

    private protected double TitleHeight => (TitleLines.Count * TitleLine) + 8;

    private List<string> TitleLines => TextMetrics.Balance(Title, TitleSize, Width - (2 * Margin), bold: true, safe: true);

    /// <summary>The figure as one SVG element with <c>title</c> and <c>desc</c>.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to draw yet, or an axis does not fit the data.</exception>
    public string ToSvg()
    {
        var body = new SvgBuilder();
        var lines = TitleLines;
        body.Rectangle(0.5, 0.5, Width - 1, Height - 1, Palette.Background, $" rx=\"8\" stroke=\"{Palette.Border}\"");
        for (var i = 0; i < lines.Count; i++)
        {
            body.Text(Margin, 36 + (i * TitleLine), lines[i], TitleSize, bold: true);
        }

        var top = 20 + TitleHeight;
        DrawContent(body, new Box(Margin, top, Width - (2 * Margin), Height - top - 20));
        var (title, words) = (SvgBuilder.Escape(Title), SvgBuilder.Escape(Description));
        var head = $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Numbers.Coordinate(Width)}\" height=\"{Numbers.Coordinate(Height)}\" viewBox=\"0 0 {Numbers.Coordinate(Width)} {Numbers.Coordinate(Height)}\" "
            + $"font-family=\"{Fonts}\" role=\"img\" aria-labelledby=\"{SvgBuilder.Identifier}-title {SvgBuilder.Identifier}-desc\">\n"
            + $"<title id=\"{SvgBuilder.Identifier}-title\">{title}</title>\n<desc id=\"{SvgBuilder.Identifier}-desc\">{words}</desc>\n";
        var text = head + body + "</svg>\n";

        // The content names the picture, so that many can stand on one page and the same data give the same bytes.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        return text.Replace(SvgBuilder.Identifier, "chart-" + hash, StringComparison.Ordinal);
    }

    /// <summary>The figure in Plotly's figure schema: <c>{"data": [...], "layout": {...}}</c>, ASCII only.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to draw yet, or an axis does not fit the data.</exception>
    public string ToPlotlyJson()
    {
        var page = PlotlyPage();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            WriteTraces(json, page);
            json.WriteEndArray();
            json.WriteStartObject("layout");
            WriteFrame(json, page);
            WriteLayout(json, page);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The figure as an HTML image that contains its SVG, with the title and the description as the alternative text.</summary>
    /// <remarks>
    /// An image survives where inline SVG does not: some versions of nbconvert (6.5.3 is one) empty SVG outputs but show this, and so do notebooks that are not
    /// trusted yet. Pages that scale images to their width scale it too.
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is nothing to draw yet, or an axis does not fit the data.</exception>
    public string ToHtml() =>
        $"<img src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(ToSvg()))}\" width=\"{Numbers.Coordinate(Width)}\" height=\"{Numbers.Coordinate(Height)}\" alt=\"{SvgBuilder.Escape(ToString())}\">";

    /// <summary>The figure in one line of text: its title and description.</summary>
    public override string ToString() => $"{Title.TrimEnd('.')}. {Description}";

    internal abstract void DrawContent(SvgBuilder svg, Box box);

    internal abstract PlotlyPage PlotlyPage();

    internal abstract void WriteTraces(Utf8JsonWriter json, PlotlyPage page);

    internal abstract void WriteLayout(Utf8JsonWriter json, PlotlyPage page);

    internal abstract string DescribeData();

    // Every colour is stated: the page around may be dark. Everything has its place on the page, so nothing is moved aside for margins.
    private void WriteFrame(Utf8JsonWriter json, PlotlyPage page)
    {
        json.WriteStartObject("title");
        json.WriteString("text", $"<b>{string.Join("<br>", TitleLines.Select(SvgBuilder.Escape))}</b>");
        json.Number("x", Margin / page.Width);
        json.WriteString("xanchor", "left");
        json.Number("y", 1 - (20 / page.Height));
        json.WriteString("yref", "container");
        json.WriteString("yanchor", "top");
        json.Font("font", TitleSize, Palette.Ink);
        json.WriteEndObject();
        json.WriteStartObject("font");
        json.WriteString("family", Fonts);
        json.WriteNumber("size", 12);
        json.WriteString("color", Palette.Ink);
        json.WriteEndObject();
        json.WriteBoolean("autosize", false);
        json.Number("width", page.Width);
        json.Number("height", page.Height);
        json.WriteStartObject("margin");
        foreach (var side in (string[])["l", "r", "t", "b", "pad"])
        {
            json.WriteNumber(side, 0);
        }

        json.WriteBoolean("autoexpand", false);
        json.WriteEndObject();
        json.WriteString("plot_bgcolor", Palette.Background);
        json.WriteString("paper_bgcolor", Palette.Background);
        json.WriteString("hovermode", "closest");
        // Plotly's own buttons stand in the margin at the right, not on the title.
        json.WriteStartObject("modebar");
        json.WriteString("orientation", "v");
        json.WriteEndObject();
        json.WriteString("barmode", "overlay");
    }

    private protected void SetDescription(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        description = text;
    }

    private protected void SetSize(double width, double height)
    {
        if (!(width is >= 240 and <= 4000) || !(height is >= 160 and <= 8000))
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"A figure is 240 to 4000 wide and 160 to 8000 high; {Numbers.Short(width)} by {Numbers.Short(height)} was given.");
        }

        Width = width;
        ChosenHeight = height;
    }
}
