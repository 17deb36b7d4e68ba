using System.Globalization;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>The units of a layer: the outputs of a dense layer, the output channels of a convolution. They can be cut out of a network.</summary>
/// <remarks>
/// Layers are named by their place in <see cref="Network.Layers"/>. A unit is cut by masking every weight that leads into it and its bias, and its gain and offset where
/// batch normalisation follows: what goes into the activation function is 0 from then on, through training, saving and loading.
/// </remarks>
public static class Units
{
    /// <summary>Where fine-pruning cuts unless told otherwise: the last convolution; in a network without one the last dense layer before the scores.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The place of the layer.</returns>
    /// <exception cref="ArgumentException">The network has neither.</exception>
    public static int DefaultLayer(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var places = Enumerable.Range(0, network.Layers.Count).Reverse().ToArray();
        var convolution = Array.FindIndex(places, place => network.Layers[place] is Conv2D);
        var dense = places.Where(place => network.Layers[place] is Dense).Skip(1).ToArray();
        return convolution >= 0 ? places[convolution]
            : dense.Length > 0 ? dense[0]
            : throw new ArgumentException("The network has no convolution and no hidden dense layer among its own layers, so there are no units to cut; layers inside a block do not count.", nameof(network));
    }

    /// <summary>How many units a layer has.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The place of a <see cref="Dense"/> or <see cref="Conv2D"/> layer.</param>
    /// <exception cref="ArgumentException">There is no such layer at this place.</exception>
    public static int Count(Network network, int layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Enumerable.Range(0, network.Layers.Count).Contains(layer) && network.Layers[layer] is Dense or Conv2D
            ? network.Layers[layer].Parameters[1].Shape.Size
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Units belong to dense layers and convolutions, here {Places(network)}; layer {layer} was given."), nameof(layer));
    }

    /// <summary>Cuts units out of a network, in place.</summary>
    /// <param name="network">Its masks change.</param>
    /// <param name="layer">The place of a <see cref="Dense"/> or <see cref="Conv2D"/> layer.</param>
    /// <param name="units">Each from 0 to the number of units − 1; one that is cut already stays so.</param>
    /// <exception cref="ArgumentException">There is no such layer or unit.</exception>
    public static void Cut(Network network, int layer, params IReadOnlyList<int> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var count = Count(network, layer);
        foreach (var unit in units)
        {
            if (unit < 0 || unit >= count)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Layer {layer} has the units 0 to {count - 1}; unit {unit} was to be cut."), nameof(units));
            }
        }

        var next = layer + 1 < network.Layers.Count ? network.Layers[layer + 1] as BatchNormalization : null;
        foreach (var parameter in network.Layers[layer].Parameters.Concat(next?.Parameters ?? []))
        {
            parameter.SetMask(Without(parameter, count, network.Layers[layer] is Conv2D, units));
        }
    }

    /// <summary>Puts cut units back into use, in place; their weights are 0 until something changes them.</summary>
    /// <param name="network">Its masks change.</param>
    /// <param name="layer">The place of a <see cref="Dense"/> or <see cref="Conv2D"/> layer.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public static void Restore(Network network, int layer)
    {
        Count(network, layer);
        var next = layer + 1 < network.Layers.Count ? network.Layers[layer + 1] as BatchNormalization : null;
        foreach (var parameter in network.Layers[layer].Parameters.Concat(next?.Parameters ?? []))
        {
            parameter.SetMask(null);
        }
    }

    /// <summary>The units of a layer that are cut.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The place of a <see cref="Dense"/> or <see cref="Conv2D"/> layer.</param>
    /// <returns>Their numbers, ascending.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public static int[] CutIn(Network network, int layer)
    {
        var count = Count(network, layer);
        var bias = network.Layers[layer].Parameters[1].Mask;
        return bias is null ? [] : [.. Enumerable.Range(0, count).Where(unit => bias[unit] == 0f)];
    }

    // The parameter's mask with the numbers of the units at 0: of a convolution's weights [unit, …] and of a vector [unit] whole rows, of a dense layer's [input, unit] columns.
    private static Tensor Without(Parameter parameter, int count, bool unitsFirst, IReadOnlyList<int> units)
    {
        var mask = parameter.Mask?.ToArray() ?? Enumerable.Repeat(1f, parameter.Shape.Size).ToArray();
        var size = mask.Length / count;
        foreach (var unit in units)
        {
            for (var i = 0; i < size; i++)
            {
                mask[unitsFirst ? (unit * size) + i : (i * count) + unit] = 0f;
            }
        }

        return new Tensor(mask, parameter.Shape);
    }

    private static string Places(Network network)
    {
        var places = Enumerable.Range(0, network.Layers.Count).Where(place => network.Layers[place] is Dense or Conv2D).ToArray();
        return places.Length == 0 ? "none" : $"layer {string.Join(", ", places)}";
    }
}
