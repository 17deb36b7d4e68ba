namespace RedGradient.Notebooks.Jupyter;

/// <summary>A cell that was executed.</summary>
/// <param name="Session">The number of the kernel's run, from 1.</param>
/// <param name="Number">The number of the execution in it.</param>
/// <param name="Input">The cell's text.</param>
/// <param name="Output">Its value as text; null where it had none, and for earlier sessions, whose values are not kept.</param>
internal sealed record HistoryEntry(int Session, int Number, string Input, string? Output = null);
