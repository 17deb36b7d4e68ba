using RedGradient.Data;

namespace RedGradient.Networks;

/// <summary>How a network is trained. Immutable; the defaults train a small digit classifier well.</summary>
public sealed record TrainingOptions
{
    private readonly int epochs = 10;
    private readonly int batchSize = 128;
    private readonly float? clipNorm;
    private readonly IReadOnlyList<TrainingHook> hooks = [];

    /// <summary>How often the data set is gone through, at least 0; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Epochs
    {
        get => epochs;
        init => epochs = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The number of epochs must be 0 or more; {value} was given."));
    }

    /// <summary>Examples of a step, at least 1; 128 by default. The last step of an epoch takes what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchSize
    {
        get => batchSize;
        init => batchSize = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The batch size must be at least 1; {value} was given."));
    }

    /// <summary>How gradients become steps; Adam with rate 0.001 by default.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>How the rate changes over the run; constant by default.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>What is made smaller; the mean cross-entropy by default.</summary>
    public TrainingObjective Objective { get; init; } = Objectives.CrossEntropy;

    /// <summary>The largest norm of all gradients together; longer ones are shortened to it. None by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number above 0.</exception>
    public float? ClipNorm
    {
        get => clipNorm;
        init => clipNorm = value is null or > 0f
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The gradient norm can be clipped to a number above 0; {value} was given."));
    }

    /// <summary>Decides the order of the examples and the layers' random choices; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Examples to measure loss and accuracy on after each epoch; none by default.</summary>
    public DataSet? Validation { get; init; }

    /// <summary>When to end early; needs <see cref="Validation"/>. Never by default.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where the run keeps what it needs to go on after it was stopped; nowhere by default.</summary>
    public Checkpointing? Checkpoint { get; init; }

    /// <summary>Who looks into the loop, or reaches into it, in the order in which each point calls them; nobody by default.</summary>
    /// <exception cref="ArgumentException">The list, or a hook in it, is null.</exception>
    public IReadOnlyList<TrainingHook> Hooks
    {
        get => hooks;
        init => hooks = value is not null && !value.Contains(null)
            ? [.. value]
            : throw new ArgumentException("The hooks of a training run are a list without null in it; for nobody leave it empty.", nameof(value));
    }

    /// <summary>Called after each epoch with the network as it is then; nothing by default.</summary>
    public Action<EpochReport, Network>? EpochEnded { get; init; }
}
