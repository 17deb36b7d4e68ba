namespace RedGradient.Charts.Display;

/// <summary>Makes the formatters of tables: HTML, and text.</summary>
internal sealed class TableFormatterSource
{
    private readonly object[] formatters =
    [
        new Formatter<Table>("text/html", table => table.ToHtml()),
        new Formatter<Table>("text/plain", table => table.ToString()),
    ];

    /// <summary>One formatter for each kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
