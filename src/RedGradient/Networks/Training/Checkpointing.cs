namespace RedGradient.Networks;

/// <summary>Where and how often a training run keeps what it needs to go on after it was stopped, to the same bits as one that never was.</summary>
/// <remarks>
/// <para>Kept are the weights and running values, the optimiser's averages, the place in the data's order, the state of the layers' random choices, and the course so far.
/// When <see cref="Trainer"/> finds the file of the same run, it goes on from there; a file of another run is refused and stays. The file is written whole or not at
/// all, and read with the same care as a network: nothing in it is taken on trust.</para>
/// <para>The same run means the same layers, first weights, data and options. An objective, a schedule or a hook of one's own is code, which no file can compare: keep it the
/// same. <see cref="TrainingOptions.EpochEnded"/> is called again for the epochs that follow, and for one that was stopped just then.</para>
/// </remarks>
public sealed record Checkpointing
{
    private readonly int everySteps = 100;

    /// <summary>Keeps checkpoints in a file.</summary>
    /// <param name="path">The file, for example <c>run.rgck</c>; its folder must be there.</param>
    public Checkpointing(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>After how many steps the file is written, at least 1; 100 by default. It is also written after each epoch and when the run is cancelled.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int EverySteps
    {
        get => everySteps;
        init => everySteps = Require.AtLeast(1, value, "The number of steps between checkpoints");
    }
}
