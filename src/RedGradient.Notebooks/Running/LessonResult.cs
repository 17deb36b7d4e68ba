using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Running;

/// <summary>What the run of a lesson gave.</summary>
/// <param name="Notebook">The notebook with the outputs of this run.</param>
/// <param name="Failure">The cell that failed; null when every cell ran to its end.</param>
/// <param name="Duration">How long the run took.</param>
/// <param name="Timings">Where the time of each code cell that ran to its end went, in their order.</param>
public sealed record LessonResult(Notebook Notebook, CellFailure? Failure, TimeSpan Duration, IReadOnlyList<CellTimings> Timings)
{
    /// <summary>The number of code cells that ran.</summary>
    public int CellCount => Notebook.Cells.Count(cell => cell.ExecutionCount is not null);

    /// <summary>The number of figures among the outputs: SVG drawings and pictures.</summary>
    public int FigureCount => Outputs.Count(data => data.ContainsKey("image/svg+xml") || data.ContainsKey("image/png"));

    /// <summary>The number of checks passed: lines that begin with <c>✓</c>, and recorded numbers inside their band.</summary>
    public int CheckCount =>
        Outputs.Count(data => ((string?)data["text/plain"])?.StartsWith('✓') == true) + RecordedNumber.ReadAll(Notebook).Count(number => number.Low is not null);

    private IEnumerable<System.Text.Json.Nodes.JsonObject> Outputs => Notebook.Cells.SelectMany(cell => cell.Outputs).Select(output => output switch
    {
        DisplayOutput display => display.Data,
        ResultOutput result => result.Data,
        _ => null,
    }).OfType<System.Text.Json.Nodes.JsonObject>();
}
