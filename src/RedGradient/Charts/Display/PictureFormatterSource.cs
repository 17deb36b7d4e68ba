namespace RedGradient.Charts.Display;

/// <summary>Makes the formatters of pictures: PNG in base64, and text.</summary>
internal sealed class PictureFormatterSource
{
    private readonly object[] formatters =
    [
        new Formatter<Picture>("image/png", picture => picture.ToBase64()),
        new Formatter<Picture>("text/plain", picture => picture.ToString()),
        new Formatter<Picture>("text/html", picture => picture.ToHtml()),
    ];

    /// <summary>One formatter for each kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
