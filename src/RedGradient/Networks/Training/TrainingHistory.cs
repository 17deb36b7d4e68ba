namespace RedGradient.Networks;

/// <summary>The course of a training run.</summary>
/// <param name="Epochs">One report for each epoch that was finished.</param>
/// <param name="StepLosses">The objective at each step.</param>
/// <param name="BestEpoch">With early stopping the epoch of the lowest validation loss, from 1; else the last epoch; 0 if there was none.</param>
/// <param name="StoppedEarly">Whether early stopping ended the run.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochReport> Epochs, IReadOnlyList<float> StepLosses, int BestEpoch, bool StoppedEarly)
{
    /// <summary>The loss of each epoch.</summary>
    public double[] Losses() => [.. Epochs.Select(epoch => epoch.Loss)];

    /// <summary>The validation accuracy of each epoch; empty without a validation set.</summary>
    public double[] ValidationAccuracies() => [.. Epochs.Where(epoch => epoch.ValidationAccuracy is not null).Select(epoch => epoch.ValidationAccuracy!.Value)];
}
