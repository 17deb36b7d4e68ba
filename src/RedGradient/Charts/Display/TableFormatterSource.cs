namespace RedGradient.Charts.Display;

/// <summary>Makes the formatters of tables: HTML, and text.</summary>
internal sealed class TableFormatterSource
{
    private readonly object[] formatters =
    [
        new Formatter<ITable>("text/html", table => table.ToHtml()),
        new Formatter<ITable>("text/plain", table => table.ToString()!),
    ];

    /// <summary>One formatter for each kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
