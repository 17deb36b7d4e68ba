namespace RedGradient.Charts.Display;

/// <summary>Makes the formatters of figures: SVG, HTML and text, and Plotly's figure schema for hosts that ask for it.</summary>
internal sealed class FigureFormatterSource
{
    private readonly object[] formatters =
    [
        new Formatter<Figure>("image/svg+xml", figure => figure.ToSvg()),
        new Formatter<Figure>("text/plain", figure => figure.ToString()),
        new Formatter<Figure>("text/html", figure => figure.ToHtml()),
        new Formatter<Figure>("application/vnd.plotly.v1+json", figure => figure.ToPlotlyJson()),
    ];

    /// <summary>One formatter for each kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
