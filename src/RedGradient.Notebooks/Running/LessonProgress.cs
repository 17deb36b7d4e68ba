namespace RedGradient.Notebooks.Running;

/// <summary>Where the run of a lesson stands.</summary>
/// <param name="Cell">The number of the code cell that runs, from 1.</param>
/// <param name="CellCount">The number of code cells.</param>
/// <param name="Text">What the cell says of its own progress; null when it begins.</param>
public sealed record LessonProgress(int Cell, int CellCount, string? Text);
