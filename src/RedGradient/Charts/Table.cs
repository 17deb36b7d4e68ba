using System.Globalization;
using System.Text;
using RedGradient.Charts.Display;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>A small table of texts and numbers, for the values under a chart.</summary>
/// <remarks>Its methods change the table and return it, so that calls can be chained. As the last expression of a notebook cell it shows itself.</remarks>
/// <example><code>new Table("attack", "accuracy").Decimals(3).Add("clean", 0.974).Add("PGD", 0.021)</code></example>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Table : ITable
{
    private readonly string[] columns;
    private readonly int?[] columnDecimals;
    private readonly List<object?[]> rows = [];
    private string? caption;
    private int decimals = 3;

    /// <summary>Begins a table.</summary>
    /// <param name="columns">The headings, at least one.</param>
    /// <exception cref="ArgumentException">There is no heading.</exception>
    public Table(params string[] columns)
        : this(columns, new int?[columns?.Length ?? 0])
    {
    }

    internal Table(string[] columns, int?[] columnDecimals)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0)
        {
            throw new ArgumentException("A table needs at least one column; none was given.", nameof(columns));
        }

        this.columns = [.. columns];
        this.columnDecimals = columnDecimals;
    }

    /// <summary>Begins a table of a sequence's items, one a row; the columns are named after it.</summary>
    /// <param name="rows">The items; none give a table with headings only.</param>
    /// <example><code>Table.Of(runs).Column("attack", run => run.Name).Column("accuracy, %", run => run.Accuracy, decimals: 1)</code></example>
    public static TableOf<T> Of<T>(IEnumerable<T> rows) => new(rows);

    /// <summary>How many rows there are.</summary>
    public int RowCount => rows.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One for each column: a text, a number or anything else that has a text; whole number types are written in full, others with the table's decimals.</param>
    /// <exception cref="ArgumentException">There are more or fewer cells than columns.</exception>
    public Table Add(params object?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"The table has {columns.Length} columns but the row has {cells.Length} cells; the lengths must be equal.", nameof(cells));
        }

        rows.Add([.. cells]);
        return this;
    }

    /// <summary>Sets how many decimals numbers have.</summary>
    /// <param name="count">0 to 10; 3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside its limits.</exception>
    public Table Decimals(int count)
    {
        decimals = CheckedDecimals(count);
        return this;
    }

    /// <summary>Writes a sentence above the table.</summary>
    /// <param name="text">States the finding.</param>
    public Table Caption(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        caption = text;
        return this;
    }

    /// <summary>The table in HTML, numbers flush right.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table>\n");
        if (caption is not null)
        {
            html.Append("<caption>").Append(SvgBuilder.Escape(caption)).Append("</caption>\n");
        }

        html.Append("<thead><tr>");
        for (var i = 0; i < columns.Length; i++)
        {
            html.Append("<th scope=\"col\"").Append(Alignment(i)).Append('>').Append(SvgBuilder.Escape(columns[i])).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < columns.Length; i++)
            {
                html.Append("<td").Append(Alignment(i)).Append('>').Append(SvgBuilder.Escape(Text(row[i], i))).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>\n").ToString();
    }

    /// <summary>The table as text with columns of equal width, in the manner of Markdown.</summary>
    public override string ToString()
    {
        var widths = columns.Select((column, i) => Math.Max(3, rows.Select(row => Plain(row[i], i).Length).Append(column.Length).Max())).ToArray();
        var lines = new List<string>();
        if (caption is not null)
        {
            lines.Add(caption);
            lines.Add("");
        }

        lines.Add(Line(columns));
        lines.Add("|" + string.Join("|", widths.Select((width, i) => IsNumeric(i) ? new string('-', width + 1) + ":" : new string('-', width + 2))) + "|");
        lines.AddRange(rows.Select(row => Line([.. row.Select(Plain)])));
        return string.Join("\n", lines);

        string Line(string[] cells) => "| " + string.Join(" | ", cells.Select((cell, i) => IsNumeric(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))) + " |";
    }

    internal static int CheckedDecimals(int count) => count is >= 0 and <= 10
        ? count
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"Numbers have 0 to 10 decimals; {count} were asked for.");

    private string Alignment(int column) => IsNumeric(column) ? " align=\"right\"" : " align=\"left\"";

    private bool IsNumeric(int column) => rows.Count > 0 && rows.TrueForAll(row => row[column] is null or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or Half);

    private string Plain(object? cell, int column) => Text(cell, column).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private string Text(object? cell, int column) => cell switch
    {
        null => "",
        double or float or decimal or Half => Number(Convert.ToDouble(cell is Half half ? (float)half : cell, CultureInfo.InvariantCulture), columnDecimals[column] ?? decimals),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    // A number too small or too large for fixed decimals keeps its leading digits.
    private static string Number(double value, int decimals) => !double.IsFinite(value) || (value != 0 && Math.Abs(value) < 0.5 * Numbers.PowerOfTen(-decimals)) || Math.Abs(value) >= 1e9
        ? Numbers.Short(value)
        : Numbers.Decimals(value, decimals);
}
