using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Repair;

/// <summary>Fine-pruning: pruning, then fine-tuning of what is left, at the highest learning rate that the clean accuracy allows.</summary>
/// <remarks>
/// Liu, Dolan-Gavitt and Garg 2018 (arXiv 1805.12185). The choice of the rate is ours, by a rule that a defender can follow: of several rates take the highest whose
/// validation accuracy stays near that of the network as given. No trigger is needed for it. Immutable.
/// </remarks>
public sealed record FinePruning
{
    private readonly IReadOnlyList<float> learningRates = [0.01f, 0.02f, 0.05f, 0.1f];
    private readonly double maximumDrop = 0.02;

    /// <summary>The first step; null to leave it out and fine-tune alone. As the paper's by default.</summary>
    public Pruning? Pruning { get; init; } = new();

    /// <summary>The second step, but for its rate; <see cref="FineTuning.Strong"/> by default.</summary>
    public FineTuning FineTuning { get; init; } = FineTuning.Strong;

    /// <summary>The rates that are tried, at least one, in any order; 0.01, 0.02, 0.05 and 0.1 by default.</summary>
    /// <exception cref="ArgumentException">None.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is not above 0.</exception>
    public IReadOnlyList<float> LearningRates
    {
        get => learningRates;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            learningRates = value.Count > 0
                ? [.. value.Select(rate => Require.Positive(rate, "The learning rate")).Order()]
                : throw new ArgumentException("Fine-pruning needs at least one learning rate to try; none was given.", nameof(value));
        }
    }

    /// <summary>How far the validation accuracy may end below that of the network as given, from 0 to 1; 0.02 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double MaximumDrop
    {
        get => maximumDrop;
        init => maximumDrop = Require.Share(value, "The largest drop of validation accuracy");
    }

    /// <summary>Repairs a copy of a network.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="tuning">Clean examples to train on, at least one.</param>
    /// <param name="validation">Other clean examples, at least one, for the order of pruning and for both choices. Never the test set.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The repaired copy and what was chosen. If no rate keeps the accuracy, the copy of the rate that keeps most of it.</returns>
    /// <exception cref="ArgumentException">No examples, or no layer to prune.</exception>
    public FinePruningResult Repair(Network network, DataSet tuning, DataSet validation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tuning);
        ArgumentNullException.ThrowIfNull(validation);
        var before = network.Accuracy(validation.Inputs, validation.Labels);
        var pruned = Pruning?.Repair(network, validation);
        var trials = new List<(float Rate, double Accuracy)>();
        Network? chosen = null;
        var (chosenRate, chosenAccuracy) = (0f, double.NegativeInfinity);

        // From the highest rate down; the first that keeps the accuracy is the one.
        foreach (var rate in LearningRates.Reverse())
        {
            var (tuned, accuracy) = Tune(network, pruned?.Network ?? network, rate, tuning, validation, cancellationToken);
            trials.Add((rate, accuracy));
            if (tuned is not null && accuracy > chosenAccuracy)
            {
                (chosen, chosenRate, chosenAccuracy) = (tuned, rate, accuracy);
            }

            if (accuracy >= before - MaximumDrop)
            {
                break;
            }
        }

        return chosen is null
            ? throw new ArgumentException("Fine-tuning diverged at every learning rate that was to be tried; give smaller ones.", nameof(network))
            : new FinePruningResult(chosen, pruned, chosenRate, before, trials);
    }

    private (Network? Tuned, double Accuracy) Tune(Network teacher, Network network, float rate, DataSet tuning, DataSet validation, CancellationToken cancellationToken)
    {
        try
        {
            var tuned = (FineTuning with { LearningRate = rate }).Repair(network, tuning, teacher, cancellationToken);
            return (tuned, tuned.Accuracy(validation.Inputs, validation.Labels));
        }
        catch (TrainingDivergedException)
        {
            // A rate that destroys the network is one the rule passes over.
            return (null, 0.0);
        }
    }
}
