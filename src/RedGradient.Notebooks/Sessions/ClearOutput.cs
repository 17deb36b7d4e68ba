namespace RedGradient.Notebooks.Sessions;

/// <summary>The cell takes away what it has shown so far.</summary>
/// <param name="Wait">True when that happens with the next thing shown, not at once.</param>
public sealed record ClearOutput(bool Wait) : CellEvent;
