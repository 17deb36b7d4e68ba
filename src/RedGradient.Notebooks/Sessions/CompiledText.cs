using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>A cell's text as it is compiled: with the checkpoints that were written into it.</summary>
internal sealed class CompiledText
{
    private readonly SourceText _written;
    private readonly SourceText _compiled;
    private readonly IReadOnlyList<TextChange> _changes;

    /// <param name="written">The text without them.</param>
    /// <param name="changes">The checkpoints, in their order.</param>
    public CompiledText(SourceText written, IReadOnlyList<TextChange> changes)
    {
        (_written, _changes) = (written, changes);
        _compiled = changes.Count == 0 ? written : written.WithChanges(changes);
    }

    public override string ToString() => _compiled.ToString();

    /// <summary>Where a place of the compiled text stands in the reader's.</summary>
    /// <param name="line">The line, from 1; it is the same in both.</param>
    /// <param name="column">The column in the compiled text, from 1.</param>
    /// <param name="readersLine">The line as the reader wrote it.</param>
    /// <returns>The column, from 1; null when something other than checkpoints changed that line, or there is no such place.</returns>
    public int? Column(int line, int column, string readersLine)
    {
        if (line > _written.Lines.Count || line > _compiled.Lines.Count || _written.Lines[line - 1].ToString() != readersLine) return null;
        var place = _compiled.Lines[line - 1].Start + column - 1;
        var shift = 0;
        foreach (var change in _changes)
        {
            var text = change.NewText ?? "";
            var start = change.Span.Start + shift;
            if (place < start) break;
            // Within a checkpoint: what it was written before.
            if (place < start + text.Length)
            {
                var behind = change.Span.End - _written.Lines[line - 1].Start;
                while (behind < readersLine.Length && readersLine[behind] == ' ') behind++;
                return Math.Min(behind + 1, readersLine.Length);
            }

            shift += text.Length - change.Span.Length;
        }

        var found = place - shift - _written.Lines[line - 1].Start + 1;
        return found >= 1 && found <= readersLine.Length ? found : null;
    }
}
