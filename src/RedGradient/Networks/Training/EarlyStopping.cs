namespace RedGradient.Networks;

/// <summary>Ends a run when the validation loss has stopped falling.</summary>
public sealed record EarlyStopping
{
    private readonly int patience = 3;
    private readonly float minimumImprovement;

    /// <summary>How many epochs in a row may pass without improvement, at least 1; 3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Patience
    {
        get => patience;
        init => patience = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The patience must be at least 1 epoch; {value} was given."));
    }

    /// <summary>By how much the loss must fall to count, at least 0; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or NaN.</exception>
    public float MinimumImprovement
    {
        get => minimumImprovement;
        init => minimumImprovement = value >= 0f
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"The least improvement must be 0 or more; {value} was given."));
    }

    /// <summary>Whether the weights of the best epoch are put back at the end; true by default.</summary>
    public bool RestoreBest { get; init; } = true;
}
