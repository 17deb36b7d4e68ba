namespace RedGradient.Notebooks.Sessions;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>The cell ran to its end.</summary>
    Succeeded,

    /// <summary>The cell did not compile, or it threw.</summary>
    Failed,

    /// <summary>The cell was interrupted.</summary>
    Interrupted,
}
