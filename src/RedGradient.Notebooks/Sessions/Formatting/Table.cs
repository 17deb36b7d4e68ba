using System.Collections;
using System.Text;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>A sequence of records or objects as a table, in HTML and in text.</summary>
internal sealed class Table
{
    private const int MostRows = 100;
    private const int MostColumns = 60;
    private const int MostOfCell = 2_000;
    private readonly string[] _header;
    private readonly List<string[]> _rows;
    private readonly bool[] _isNumeric;
    private readonly string? _rest;

    private Table(string[] header, List<string[]> rows, bool[] isNumeric, string? rest)
    {
        _header = header;
        _rows = rows;
        _isNumeric = isNumeric;
        _rest = rest;
    }

    /// <summary>Reads a sequence whose items have members to show; null when it has none, or is empty.</summary>
    public static Table? TryRead(IEnumerable sequence)
    {
        if (sequence is System.Data.DataView view) return Read(view);
        if (sequence is Array { Rank: > 1 } || PlainText.OverridesToString(sequence.GetType())) return null;
        var reading = new Walk();
        var (items, isWhole) = reading.Take(sequence, MostRows);
        var types = items.Where(item => item is not null).Select(item => item!.GetType()).Distinct().ToList();
        if (types.Count == 0 || types.Any(type => PlainText.IsScalar(type) || typeof(Delegate).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) || typeof(IEnumerable).IsAssignableFrom(type) || ConventionFormatters.Find(type) is not null))
        {
            return null;
        }

        // Items of several types share the columns that any of them has.
        var members = types.ToDictionary(type => type, Members.Of);
        string[] header = [.. members.Values.SelectMany(each => each).Select(member => member.Name).Distinct().Take(MostColumns)];
        if (header.Length == 0) return null;
        var values = new List<object?[]>();
        foreach (var item in items.TakeWhile(_ => values.Count == 0 || !reading.IsOver))
        {
            values.Add(Array.ConvertAll(header, name => item is null ? null : members[item.GetType()].FirstOrDefault(member => member.Name == name)?.Read(item)));
        }

        var isNumeric = header.Select((_, column) => values.TrueForAll(row => row[column] is null || PlainText.IsNumber(row[column]))).ToArray();
        var walk = new Walk();
        string[][]? rows = null;
        // The sequence stands above its items: what points back to it is a cycle.
        walk.Into(sequence, () =>
        {
            rows = [.. items.Zip(values, (item, row) => ReadRow(item, row, walk))];
            return "";
        });
        return new Table(header, [.. rows!], isNumeric, isWhole && values.Count == items.Count ? null : PlainText.Rest(sequence, values.Count));
    }

    private static Table Read(System.Data.DataView view)
    {
        var columns = view.Table!.Columns.Cast<System.Data.DataColumn>().Take(MostColumns).ToList();
        var walk = new Walk();
        var rows = view.Cast<System.Data.DataRowView>().Take(MostRows)
            .Select(row => columns.Select(column => row[column.Ordinal] is DBNull ? "" : Show(row[column.Ordinal], walk)).ToArray()).ToList();
        return new Table(
            [.. columns.Select(column => column.ColumnName)],
            rows,
            [.. columns.Select(column => column.DataType.IsPrimitive && column.DataType != typeof(bool) && column.DataType != typeof(char) || column.DataType == typeof(decimal))],
            view.Count > MostRows ? PlainText.Rest(view, MostRows) : null);
    }

    private static string[] ReadRow(object? item, object?[] row, Walk walk)
    {
        string[] cells = [];
        if (item is null) return Array.ConvertAll(row, _ => "");
        walk.Into(item, () =>
        {
            cells = Array.ConvertAll(row, value => value is null ? "" : walk.IsOver ? "…" : Show(value, walk));
            return "";
        });
        return cells.Length == row.Length ? cells : Array.ConvertAll(row, _ => "…");
    }

    private static string Show(object value, Walk walk)
    {
        var text = PlainText.Part(value, walk);
        return text.Length <= MostOfCell ? text : text[..(char.IsHighSurrogate(text[MostOfCell - 1]) ? MostOfCell - 1 : MostOfCell)] + "…";
    }

    public string ToHtml()
    {
        var html = new StringBuilder("<table>\n<thead><tr>");
        foreach (var name in _header) html.Append("<th scope=\"col\">").Append(Escape(name)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            for (var column = 0; column < row.Length; column++)
            {
                html.Append(_isNumeric[column] ? "<td align=\"right\">" : "<td>").Append(Escape(row[column])).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        if (_rest is not null) html.Append("<tr><td colspan=\"").Append(_header.Length).Append("\">").Append(_rest).Append("</td></tr>\n");
        return html.Append("</tbody>\n</table>").ToString();
    }

    public string ToText()
    {
        var lines = _rows.ConvertAll(row => Array.ConvertAll(row, OneLine));
        var widths = _header.Select((name, column) => lines.Select(row => row[column].Length).Append(name.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line(text, _header, widths);
        Line(text, Array.ConvertAll(widths, width => new string('-', width)), widths);
        foreach (var row in lines) Line(text, row, widths);
        if (_rest is not null) text.Append(_rest).Append('\n');
        return text.ToString(0, text.Length - 1);
    }

    private void Line(StringBuilder text, string[] cells, int[] widths)
    {
        var padded = cells.Select((cell, column) => _isNumeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
        text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
    }

    private static string OneLine(string text) => text.Replace("\n", " ", StringComparison.Ordinal);

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);
}
