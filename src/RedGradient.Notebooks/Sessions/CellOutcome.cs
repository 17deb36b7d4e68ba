namespace RedGradient.Notebooks.Sessions;

/// <summary>The end of a cell's execution.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="ExecutionCount">The number of this execution in its session, from 1.</param>
/// <param name="Error">The error, which was also sent as an event; null when the cell succeeded.</param>
/// <param name="Timings">Where its time went.</param>
public sealed record CellOutcome(CellStatus Status, int ExecutionCount, CellError? Error, CellTimings Timings = default);
