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

    /// <summary>How long a small write of a cell waits for more, so that a flood of lines stays cheap; zero for not at all. Default: 25 ms.</summary>
    public TimeSpan OutputDelay { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Is told when a cell is about to end the whole process, after its output was handed on; null (the default) for nobody.</summary>
    public Action<string>? OnEnd { get; init; }
}
