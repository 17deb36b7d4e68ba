namespace RedGradient.Charts.Display;

/// <summary>Makes the formatters of sliders: the start as SVG, HTML and text, and every state for the book.</summary>
internal sealed class SliderFormatterSource
{
    private readonly object[] formatters =
    [
        new Formatter<Slider>("image/svg+xml", slider => slider.ToSvg()),
        new Formatter<Slider>("text/plain", slider => slider.ToString()),
        new Formatter<Slider>("text/html", slider => slider.ToHtml()),
        new Formatter<Slider>("application/vnd.redgradient.slider+json", slider => slider.ToJson()),
    ];

    /// <summary>One formatter for each kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
