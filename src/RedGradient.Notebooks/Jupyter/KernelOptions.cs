namespace RedGradient.Notebooks.Jupyter;

/// <summary>How a kernel behaves.</summary>
internal sealed record KernelOptions
{
    /// <summary>The folder against which cells resolve <c>#r</c> and <c>#load</c>. Default: the current folder, which Jupyter sets to the notebook's.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>How long an interrupted cell may take to end by itself. Default: one second.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(1);
}
