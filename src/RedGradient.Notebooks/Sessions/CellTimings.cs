namespace RedGradient.Notebooks.Sessions;

/// <summary>Where the time of a cell went.</summary>
/// <param name="Compile">From the text to code that can run.</param>
/// <param name="Run">The cell's own code, without what it shows.</param>
/// <param name="Format">Making pictures, tables and text of what the cell shows.</param>
public readonly record struct CellTimings(TimeSpan Compile, TimeSpan Run, TimeSpan Format)
{
    /// <summary>All three together.</summary>
    public TimeSpan Total => Compile + Run + Format;
}
