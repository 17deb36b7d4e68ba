namespace RedGradient.Notebooks.Jupyter;

/// <summary>How a kernel behaves.</summary>
internal sealed record KernelOptions
{
    /// <summary>The folder against which cells resolve <c>#r</c> and <c>#load</c>. Default: the current folder, which Jupyter sets to the notebook's.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>How long an interrupted cell may take to end by itself. Default: one second.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the first cell's reader is told before it; null (the default) for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>The file that remembers cells across sessions; null (the default) for none.</summary>
    public string? HistoryPath { get; init; }
}
