using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Running;

/// <summary>Turns what cells show into the outputs of the notebook's file.</summary>
internal sealed class OutputCollector
{
    private readonly Dictionary<string, (Cell Cell, int Index)> _displays = new(StringComparer.Ordinal);
    private readonly HashSet<Cell> _cells = [];
    private Cell? _toClear;

    public void Add(Cell cell, CellEvent cellEvent)
    {
        _cells.Add(cell);
        if (_toClear == cell && cellEvent is not ClearOutput and not DisplayData { IsTransient: true }) Clear(cell, wait: false);
        switch (cellEvent)
        {
            case StreamText stream:
                cell.Outputs.Add(new StreamOutput(stream.Name, stream.Text));
                break;
            case ClearOutput clear:
                Clear(cell, clear.Wait);
                break;
            case DisplayData { IsTransient: true }:
                // Progress is for the reader who waits; a file that held it would differ from run to run.
                break;
            case DisplayData { IsUpdate: true } update:
                // The place of a display never moves while cells run: streams are joined at the end only.
                if (_displays.TryGetValue(update.DisplayId!, out var place)) place.Cell.Outputs[place.Index] = new DisplayOutput(update.Data, update.Metadata);
                break;
            case DisplayData display:
                if (display.DisplayId is not null) _displays[display.DisplayId] = (cell, cell.Outputs.Count);
                cell.Outputs.Add(new DisplayOutput(display.Data, display.Metadata));
                break;
            case ExecuteResult result:
                cell.Outputs.Add(new ResultOutput(cell.ExecutionCount, result.Data, result.Metadata));
                break;
            case CellError error:
                cell.Outputs.Add(new ErrorOutput(error.Name, error.Value, error.Traceback));
                break;
        }
    }

    private void Clear(Cell cell, bool wait)
    {
        _toClear = wait ? cell : null;
        if (wait) return;
        foreach (var id in _displays.Where(display => display.Value.Cell == cell).Select(display => display.Key).ToList()) _displays.Remove(id);
        cell.Outputs.Clear();
    }

    /// <summary>Joins the pieces in which streams arrived: how they were cut depends on the clock.</summary>
    public void Finish()
    {
        foreach (var cell in _cells) cell.JoinStreams();
    }
}
