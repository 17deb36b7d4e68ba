using System.Globalization;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What layers that hold other layers have in common: the weights of those inside are theirs.</summary>
public abstract class NestedLayers : Layer
{
    private readonly Layer[] layers;

    private protected NestedLayers(string name, Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = layers.Length > 0
            ? [.. layers]
            : throw new ArgumentException($"{name} needs at least one layer; none was given.", nameof(layers));
        for (var i = 0; i < layers.Length; i++)
        {
            foreach (var parameter in layers[i].Parameters.Concat(layers[i].Buffers))
            {
                parameter.LocalName = string.Create(CultureInfo.InvariantCulture, $"{i}.{parameter.LocalName}");
            }
        }
    }

    /// <summary>The layers inside, from the input to the output.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. layers.SelectMany(layer => layer.Parameters)];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Buffers => [.. layers.SelectMany(layer => layer.Buffers)];

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Initialize(random.Split(i));
        }
    }

    /// <summary>What the layers inside make of a batch.</summary>
    private protected Tensor Inside(Tensor input, ForwardPass pass) => FusedLayers.Forward(layers, input, pass);

    internal override JsonObject? Describe() => NetworkFile.DescribeLayers(layers) is { } inner ? new JsonObject { ["layers"] = inner } : null;
}
