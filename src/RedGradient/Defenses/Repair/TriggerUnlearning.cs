using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>Unlearning of a reversed trigger: goes on training on clean images, some of them with the trigger and yet under their right labels.</summary>
/// <remarks>
/// Wang et al. 2019, the repair by unlearning of "Neural Cleanse". The paper trains one epoch on a tenth of the training data, a fifth of it stamped. Immutable.
/// </remarks>
public sealed record TriggerUnlearning
{
    private readonly double share = 0.2;

    /// <summary>The share of the images that get the trigger, from 0 to 1; 0.2 by default, as in the paper. At least one image does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Share
    {
        get => share;
        init => share = Require.Share(value, "The share of images with the trigger");
    }

    /// <summary>How the network is trained; by default one epoch in batches of 32 with Adam at 0.001.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 1, BatchSize = 32 };

    /// <summary>Decides which images get the trigger; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Trains the trigger out of a network.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1] with their right labels.</param>
    /// <param name="trigger">The trigger to unlearn: that of a flagged class.</param>
    /// <param name="cancellationToken">Ends the training between two steps.</param>
    /// <returns>The repaired copy.</returns>
    /// <exception cref="ArgumentException">There is no image, or the trigger does not fit.</exception>
    public Network Repair(Network network, DataSet clean, Trigger trigger, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(trigger);
        if (clean.Count == 0)
        {
            throw new ArgumentException("Unlearning needs at least one clean image; the data set is empty.", nameof(clean));
        }

        var count = Math.Max(1, (int)Math.Round(Share * clean.Count));
        var rows = new SeededRandom(Seed).Permutation(clean.Count)[..count];
        var chosen = clean.Select(rows);
        var mixed = Mix.Replace(clean, rows, chosen.WithInputs(trigger.Apply(chosen.Inputs)));
        var copy = network.Copy();
        Trainer.Train(copy, mixed.Data, Training, cancellationToken);
        return copy;
    }
}
