using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>The loss of every single training example, at moments of a training run: who is learned early, and who late.</summary>
/// <remarks>
/// The losses are cross-entropies of the network as it stood at that moment, all examples with the same weights. Looking costs a forward pass over the data, about
/// a third of an epoch of training.
/// </remarks>
/// <param name="data">The examples that are looked at, at least one; the training data as a rule.</param>
public sealed class LossRecord(DataSet data)
{
    private readonly DataSet data = data is { Count: > 0 }
        ? data
        : throw new ArgumentException("Losses are recorded of at least one example; there was none.", nameof(data));

    private readonly List<double> epochs = [];
    private readonly List<float[]> losses = [];

    /// <summary>The number of moments looked at.</summary>
    public int Count => losses.Count;

    /// <summary>When each look was taken, in epochs of training; 1.5 is in the middle of the second.</summary>
    public IReadOnlyList<double> Epochs => epochs;

    /// <summary>For each look the loss of every example, in the order of the data.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Losses => losses;

    /// <summary>Looks at a network now.</summary>
    /// <param name="network">Its scores must have a column for every class of the data.</param>
    /// <param name="epoch">When this is, in epochs; not before the last look.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative, NaN, or before the last look.</exception>
    public void Look(Network network, double epoch)
    {
        ArgumentNullException.ThrowIfNull(network);
        var earliest = epochs.Count == 0 ? 0.0 : epochs[^1];
        if (!(epoch >= earliest))
        {
            throw new ArgumentOutOfRangeException(nameof(epoch), epoch, FormattableString.Invariant($"Looks are taken in the order of time: the epoch must be at least {earliest}; {epoch} was given."));
        }

        losses.Add(Networks.Losses.CrossEntropyPerExample(network.Scores(data.Inputs), data.Labels).ToArray());
        epochs.Add(epoch);
    }

    /// <summary>Adds looks to a training run.</summary>
    /// <param name="options">How the run goes; what it calls after an epoch is still called.</param>
    /// <param name="looksPerEpoch">How many looks an epoch gets, evenly spread, the last at its end; 1 by default.</param>
    /// <returns>The same options, with an eye on them; they serve one run on the data of this record.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 look, or more than there are steps.</exception>
    public TrainingOptions Watch(TrainingOptions options, int looksPerEpoch = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        var stepsPerEpoch = (data.Count + options.BatchSize - 1) / options.BatchSize;
        if (looksPerEpoch < 1 || looksPerEpoch > stepsPerEpoch)
        {
            throw new ArgumentOutOfRangeException(nameof(looksPerEpoch), looksPerEpoch, $"An epoch of {stepsPerEpoch} steps can be looked at 1 to {stepsPerEpoch} times; {looksPerEpoch} was given.");
        }

        var ended = options.EpochEnded;
        return options with
        {
            Hooks =
            [
                .. options.Hooks,
                TrainingHook.At(TrainingPoint.BeforeForward, step =>
                {
                    // The weights before step s are those after s − 1 steps.
                    var done = step.Batch.Step - 1;
                    if (done > 0 && (long)done * looksPerEpoch / stepsPerEpoch > (long)(done - 1) * looksPerEpoch / stepsPerEpoch)
                    {
                        Look(step.Network, step.Batch.Epoch - 1 + ((double)done / stepsPerEpoch));
                    }
                }),
            ],
            EpochEnded = (report, network) =>
            {
                Look(network, report.Epoch);
                ended?.Invoke(report, network);
            },
        };
    }

    /// <summary>The course of the mean loss of some examples, for a figure: poison and clean are learned at different times.</summary>
    /// <param name="rows">Their positions in the data, at least one.</param>
    /// <returns>One mean for each look.</returns>
    /// <exception cref="ArgumentException">No row, or one that is not there.</exception>
    public double[] MeanOf(IReadOnlyCollection<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 || rows.Any(row => row < 0 || row >= data.Count))
        {
            throw new ArgumentException($"A mean loss is taken over rows from 0 to {data.Count - 1}, at least one; given were {rows.Count}: {string.Join(", ", rows.Take(5))}.", nameof(rows));
        }

        return [.. losses.Select(look => rows.Average(row => (double)look[row]))];
    }

    /// <summary>What examples are ranked by: the logarithm of the loss, averaged over the last looks.</summary>
    /// <remarks>
    /// A single look depends on where the last few steps happened to leave the weights; the average does not. The logarithm, because the plain mean hardly sees the late looks, in
    /// which all losses are small.
    /// </remarks>
    /// <param name="looks">Over how many of the last looks, at least 1.</param>
    /// <returns>One number for each example; the lowest are the most suspicious.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than were taken.</exception>
    public double[] Score(int looks)
    {
        if (looks < 1 || looks > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(looks), looks, $"The record holds {Count} looks; a score is taken over 1 to {Count} of them; {looks} was given.");
        }

        // Losses below this are 0 but for rounding.
        const double Least = 1e-7;
        var sums = new double[data.Count];
        foreach (var look in losses.TakeLast(looks))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += DeterministicMath.Log(look[i] + Least) / looks;
            }
        }

        return sums;
    }
}
