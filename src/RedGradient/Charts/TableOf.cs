using RedGradient.Charts.Display;

namespace RedGradient.Charts;

/// <summary>A table of a sequence's items, one a row, with column heads in plain words; begins with <see cref="Table.Of"/>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>Its methods change the table and return it, so that calls can be chained. As the last expression of a notebook cell it shows itself. The items are read once, at the start.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class TableOf<T> : ITable
{
    private readonly T[] rows;
    private readonly List<(string Head, Func<T, object?> Value, int? Decimals)> columns = [];
    private string? caption;
    private int decimals = 3;

    internal TableOf(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        this.rows = [.. rows];
    }

    /// <summary>Adds a column.</summary>
    /// <param name="head">Its head, in plain words, with the unit.</param>
    /// <param name="value">What an item shows in it: a text, a number or anything else that has a text.</param>
    /// <param name="decimals">0 to 10; by default as many as the table's numbers have. Whole number types are written in full.</param>
    /// <exception cref="ArgumentException">The head is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of decimals is outside its limits.</exception>
    public TableOf<T> Column(string head, Func<T, object?> value, int? decimals = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(head);
        ArgumentNullException.ThrowIfNull(value);
        columns.Add((head, value, decimals is { } count ? Table.CheckedDecimals(count) : null));
        return this;
    }

    /// <summary>Sets how many decimals numbers have in the columns that do not say it.</summary>
    /// <param name="count">0 to 10; 3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside its limits.</exception>
    public TableOf<T> Decimals(int count)
    {
        decimals = Table.CheckedDecimals(count);
        return this;
    }

    /// <summary>Writes a sentence above the table.</summary>
    /// <param name="text">States the finding.</param>
    public TableOf<T> Caption(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        caption = text;
        return this;
    }

    /// <summary>The table in HTML, numbers flush right.</summary>
    /// <exception cref="ArgumentException">No column was added.</exception>
    public string ToHtml() => ToTable().ToHtml();

    /// <summary>The table as text with columns of equal width, in the manner of Markdown.</summary>
    public override string ToString() => ToTable().ToString();

    private Table ToTable()
    {
        var table = new Table([.. columns.Select(column => column.Head)], [.. columns.Select(column => column.Decimals)]).Decimals(decimals);
        if (caption is not null)
        {
            table.Caption(caption);
        }

        foreach (var row in rows)
        {
            table.Add([.. columns.Select(column => column.Value(row))]);
        }

        return table;
    }
}
