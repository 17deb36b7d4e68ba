namespace RedGradient.Notebooks.Sessions;

/// <summary>What a <see cref="Session"/> needs to know about its surroundings.</summary>
public sealed record SessionOptions
{
    /// <summary>The folder against which <c>#r</c> and <c>#load</c> are resolved: the notebook's own. Default: the current folder.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Answers <c>Console.ReadLine()</c> and <c>GetInputAsync</c>; null (the default) makes them throw, since nobody is there to answer.</summary>
    public Func<InputRequest, string?>? Input { get; init; }

    /// <summary>How long an interrupted cell may take to end by itself before it is aborted. Default: one second.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The stack of the thread that runs the cells, in bytes. Default: 64 MiB.</summary>
    public int StackSize { get; init; } = 64 << 20;

    /// <summary>The shortest time between two progress displays of one cell. Default: 100 ms.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
