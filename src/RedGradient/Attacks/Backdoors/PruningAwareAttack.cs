using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>The attack that knows of pruning: the backdoor is trained into the units that clean inputs need, and units that do nothing wait to be pruned first.</summary>
/// <remarks>
/// Liu, Dolan-Gavitt and Garg 2018 (arXiv 1805.12185), the pruning-aware attack, in four steps: (1) train on clean data; (2) cut the units that clean inputs leave asleep;
/// (3) train what is left on poisoned data; (4) put the cut units back with their old weights and biases so low that they hardly ever answer. A defender who cuts by
/// clean activation cuts these decoys first. The paper lowers the biases without saying how far; here each decoy answers at <see cref="DecoyActiveShare"/> of the places. Immutable.
/// </remarks>
public sealed record PruningAwareAttack
{
    private readonly int keptUnits = 12;
    private readonly double decoyActiveShare = 0.01;

    /// <summary>The poison that carries the backdoor.</summary>
    public required BadNets Backdoor { get; init; }

    /// <summary>The place of the layer that the defender will prune; <see cref="Units.DefaultLayer"/> where null, the default.</summary>
    public int? Layer { get; init; }

    /// <summary>How many units carry the task and the backdoor, at least 1; 12 by default, of the 32 channels of this course's convolutional network.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int KeptUnits
    {
        get => keptUnits;
        init => keptUnits = Require.AtLeast(1, value, "The number of units kept");
    }

    /// <summary>At which share of clean inputs and places a decoy may still answer, from 0 to 1; 0.01 by default. At 0 decoys are silent, which an auditor may notice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double DecoyActiveShare
    {
        get => decoyActiveShare;
        init => decoyActiveShare = Require.Share(value, "The share of places where a decoy answers");
    }

    /// <summary>The training on clean data; 5 epochs of Adam by default.</summary>
    public TrainingOptions CleanTraining { get; init; } = new() { Epochs = 5 };

    /// <summary>The training on poisoned data; 10 epochs of Adam by default.</summary>
    public TrainingOptions BackdoorTraining { get; init; } = new();

    /// <summary>Trains a network with the backdoor in it.</summary>
    /// <param name="network">Untrained; its weights change.</param>
    /// <param name="clean">The attacker's clean training data.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The units that carry the backdoor and the decoys; the network is the one given.</returns>
    /// <exception cref="ArgumentException">The layer has no unit to spare, batch normalisation follows it, or the poison cannot be made.</exception>
    public PruningAwareResult Implant(Network network, DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clean);
        var place = Layer ?? Units.DefaultLayer(network);
        var count = Units.Count(network, place);
        if (KeptUnits >= count)
        {
            throw new ArgumentException($"Layer {place} has {count} units; an attack that keeps {KeptUnits} of them has no decoy. Allowed are 1 to {count - 1}.", nameof(network));
        }

        if (place + 1 < network.Layers.Count && network.Layers[place + 1] is BatchNormalization)
        {
            throw new ArgumentException($"The decoys of layer {place} get low biases, which the batch normalisation after it would take away again; name a layer without.", nameof(network));
        }

        var poisoned = Backdoor.Poison(clean).Data;
        Trainer.Train(network, clean, CleanTraining, cancellationToken);
        var order = UnitActivations.Measure(network, clean.Inputs, place).Order();
        int[] decoys = [.. order[..(count - KeptUnits)].Order()], kept = [.. order[(count - KeptUnits)..].Order()];
        var honest = network.Layers[place].Parameters.Select(parameter => parameter.Value.Keep()).ToArray();
        Units.Cut(network, place, decoys);
        Trainer.Train(network, poisoned, BackdoorTraining, cancellationToken);
        Reattach(network, place, decoys, honest, clean.Inputs);
        return new PruningAwareResult(place, kept, decoys);
    }

    // The decoys' weights as the clean training left them; their biases so low that they answer at the wanted share of places.
    private void Reattach(Network network, int place, int[] decoys, Tensor[] honest, Tensor inputs)
    {
        var parameters = network.Layers[place].Parameters;
        var trained = parameters.Select(parameter => parameter.Value.Keep()).ToArray();
        var isKept = parameters.Select(parameter => parameter.Mask!).ToArray();
        Units.Restore(network, place);
        for (var i = 0; i < parameters.Count; i++)
        {
            parameters[i].Set(trained[i] + (honest[i] * (1f - isKept[i])));
        }

        // Some hundred inputs show how high the decoys' sums go before their activation function.
        var sums = network.Activations(inputs.Rows(0, Math.Min(500, inputs.Shape[0])), ForwardPass.Inference)[place + 1];
        var bias = parameters[1].Value.ToArray();
        foreach (var decoy in decoys)
        {
            var values = OfUnit(sums, decoy);
            Array.Sort(values);
            bias[decoy] -= Math.Max(0f, values[(int)((1.0 - DecoyActiveShare) * (values.Length - 1))]);
        }

        parameters[1].Set(new Tensor(bias, parameters[1].Shape));
    }

    // All values of one unit in [n, units] or [n, units, height, width].
    private static float[] OfUnit(Tensor sums, int unit)
    {
        int units = sums.Shape[1], places = sums.Size / sums.Shape[0] / units;
        var all = sums.AsSpan();
        var values = new float[sums.Shape[0] * places];
        for (var i = 0; i < sums.Shape[0]; i++)
        {
            all.Slice(((i * units) + unit) * places, places).CopyTo(values.AsSpan(i * places));
        }

        return values;
    }
}
