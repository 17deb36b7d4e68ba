using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Repair;

/// <summary>Pruning as a defence: cuts the units that clean inputs leave asleep, one after the other, until the accuracy on clean data has fallen too far.</summary>
/// <remarks>Liu, Dolan-Gavitt and Garg 2018 (arXiv 1805.12185): the last convolution, ascending mean activation, a stop at about 4 points. Immutable.</remarks>
public sealed record Pruning
{
    private readonly double maximumDrop = 0.04;

    /// <summary>The place of the layer that is cut; <see cref="Units.DefaultLayer"/> where null, the default.</summary>
    public int? Layer { get; init; }

    /// <summary>By how much the validation accuracy may fall, from 0 to 1; 0.04 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double MaximumDrop
    {
        get => maximumDrop;
        init => maximumDrop = Require.Share(value, "The largest drop of validation accuracy");
    }

    /// <summary>Prunes a copy of a network.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="validation">Clean examples, at least one: their activations give the order, their labels the stop. Never the test set.</param>
    /// <returns>The pruned copy and how the accuracy fell.</returns>
    /// <exception cref="ArgumentException">No examples, or no such layer.</exception>
    /// <exception cref="NotSupportedException">A layer is not one of the library's, so the network cannot be copied.</exception>
    public PruningResult Repair(Network network, DataSet validation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(validation);
        var activations = UnitActivations.Measure(network, validation.Inputs, Layer);
        var standing = Units.CutIn(network, activations.Layer);
        int[] order = [.. activations.Order().Except(standing)];
        var token = AmbientCancellation.Or(default);
        var tried = network.Copy();
        var kept = network.Copy();
        double Accuracy(Network pruned) => pruned.Accuracy(validation.Inputs, validation.Labels);
        var course = new List<double> { Accuracy(network) };
        foreach (var unit in order)
        {
            token.ThrowIfCancellationRequested();
            Units.Cut(tried, activations.Layer, unit);
            course.Add(Accuracy(tried));
            if (course[^1] < course[0] - MaximumDrop)
            {
                return new PruningResult(kept, activations.Layer, order, course.Count - 2, course);
            }

            Units.Cut(kept, activations.Layer, unit);
        }

        return new PruningResult(kept, activations.Layer, order, order.Length, course);
    }
}
