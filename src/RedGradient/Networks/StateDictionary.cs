using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RedGradient.Autodiff;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A network's weights by the names and in the shapes that PyTorch gives them: what its <c>state_dict</c> of the same layers in a <c>Sequential</c> holds.</summary>
/// <remarks>
/// <c>3.weight</c> is the weight of layer 3. A dense layer's is <c>[outputs, inputs]</c> there, the transpose of <see cref="Dense.Weight"/>; a convolution's along a sequence
/// is <c>[outputs, inputs, kernel]</c>, <see cref="Conv1D.Weight"/> with its dimensions in reverse (PyTorch wants the batch's channels first too); batch normalisation calls its gain
/// <c>weight</c>, its offset <c>bias</c> and its buffers <c>running_mean</c> and <c>running_var</c>. Masks do not travel; the values that they hold are 0.
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The field's term for what the class makes.")]
public static class StateDictionary
{
    // PyTorch's count of batches, which only a momentum of none would use.
    private const string Counter = "num_batches_tracked";

    /// <summary>The weights of a network.</summary>
    /// <param name="network">Of the library's layers; it stays as it is.</param>
    /// <returns>Copies, by name.</returns>
    public static IReadOnlyDictionary<string, Tensor> Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var off = Gradient.Off();
        return Places(network.Layers, null).ToDictionary(place => place.Name, place => (place.Transposed ? Reversed(place.Parameter.Value) : place.Parameter.Value).Keep(), StringComparer.Ordinal);
    }

    /// <summary>Puts weights into a network, all or none.</summary>
    /// <param name="network">Its layers say which names and shapes are needed. A bias that is not there is 0.</param>
    /// <param name="tensors">By name.</param>
    /// <exception cref="ArgumentException">A weight is missing, has another shape, or belongs to no layer; the network is as it was.</exception>
    public static void CopyTo(Network network, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(network);
        CopyTo(network, tensors, null);
    }

    /// <param name="network">As above.</param>
    /// <param name="tensors">As above.</param>
    /// <param name="names">The name of each layer in the dictionary, where it is not its number.</param>
    internal static void CopyTo(Network network, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<Layer, string>? names)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var rest = new HashSet<string>(tensors.Keys.Where(name => !name.EndsWith(Counter, StringComparison.Ordinal)), StringComparer.Ordinal);
        var found = new List<(Parameter Parameter, Tensor Values)>();
        using var off = Gradient.Off();
        foreach (var (name, parameter, transposed, optional) in Places(network.Layers, names))
        {
            if (!tensors.TryGetValue(name, out var values))
            {
                found.Add(optional ? (parameter, Tensor.Zeros(parameter.Shape)) : throw new ArgumentException($"The layers need the tensor {name}, which is not there. There are {Listed(tensors.Keys)}.", nameof(tensors)));
                continue;
            }

            rest.Remove(name);
            var needed = transposed ? new Shape([.. parameter.Shape.Reverse()]) : parameter.Shape;
            if (!values.Shape.Equals(needed)) throw new ArgumentException($"The tensor {name} has the shape {values.Shape}; its layer needs {needed}.", nameof(tensors));
            found.Add((parameter, transposed ? Reversed(values) : values));
        }

        if (rest.Count > 0) throw new ArgumentException($"No layer takes {Listed(rest.Order(StringComparer.Ordinal))}: the description is not this model's.", nameof(tensors));
        foreach (var (parameter, values) in found) parameter.Set(values);
    }

    private static IEnumerable<(string Name, Parameter Parameter, bool Transposed, bool Optional)> Places(IReadOnlyList<Layer> layers, IReadOnlyDictionary<Layer, string>? names, string prefix = "")
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var name = prefix + (names?.GetValueOrDefault(layers[i]) ?? i.ToString(CultureInfo.InvariantCulture)) + ".";
            var places = layers[i] switch
            {
                Dense dense => [(name + "weight", dense.Weight, true, false), (name + "bias", dense.Bias, false, true)],
                Conv2D convolution => [(name + "weight", convolution.Weight, false, false), (name + "bias", convolution.Bias, false, true)],
                Conv1D convolution => [(name + "weight", convolution.Weight, true, false), (name + "bias", convolution.Bias, false, true)],
                Embedding embedding => [(name + "weight", embedding.Weight, false, false)],
                BatchNormalization normalization => [(name + "weight", normalization.Gain, false, false), (name + "bias", normalization.Offset, false, false), (name + "running_mean", normalization.Buffers[0], false, false), (name + "running_var", normalization.Buffers[1], false, false)],
                NestedLayers nest => Places(nest.Layers, names, name),
                { Parameters.Count: 0, Buffers.Count: 0 } => [],
                var other => throw new NotSupportedException($"Only the library's own layers have names in a state dictionary; this network has the layer {other.GetType().Name}."),
            };
            foreach (var place in places) yield return place;
        }
    }

    // The dimensions in reverse order: of a matrix its transpose.
    private static Tensor Reversed(Tensor tensor)
    {
        if (tensor.Shape.Rank == 2) return tensor.Transpose();
        int outer = tensor.Shape[0], middle = tensor.Shape[1], inner = tensor.Shape[2];
        var from = tensor.AsSpan();
        var values = new float[tensor.Size];
        for (var i = 0; i < values.Length; i++) values[i] = from[(((i % outer * middle) + (i / outer % middle)) * inner) + (i / outer / middle)];
        return new Tensor(values, new Shape(inner, middle, outer));
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToArray();
        const int Most = 8;
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(Most).Select(name => Untrusted.Shown(name))) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
