using System.Globalization;
using System.Text.Json.Nodes;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Adds its input to what its layers make of it: y = x + f(x), so that the gradient has a path around them (He et al. 2016).</summary>
public sealed class Residual : Layer
{
    private readonly Layer[] layers;

    /// <summary>Creates the block.</summary>
    /// <param name="layers">At least one; together they must keep the shape.</param>
    /// <exception cref="ArgumentException">No layer was given.</exception>
    public Residual(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = layers.Length > 0
            ? [.. layers]
            : throw new ArgumentException("A residual block needs at least one layer; none was given.", nameof(layers));
        for (var i = 0; i < layers.Length; i++)
        {
            foreach (var parameter in layers[i].Parameters.Concat(layers[i].Buffers))
            {
                parameter.LocalName = string.Create(CultureInfo.InvariantCulture, $"{i}.{parameter.LocalName}");
            }
        }
    }

    /// <summary>The layers of f, from the input to the output.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. layers.SelectMany(layer => layer.Parameters)];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Buffers => [.. layers.SelectMany(layer => layer.Buffers)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = input;
        foreach (var layer in layers)
        {
            output = layer.Forward(output, pass);
        }

        return output.Shape.Equals(input.Shape)
            ? input + output
            : throw new ArgumentException($"The layers of a residual block must keep the shape; they took {input.Shape} to {output.Shape}.", nameof(input));
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Initialize(random.Split(i));
        }
    }

    internal override JsonObject? Describe()
    {
        var inner = NetworkFile.DescribeLayers(layers);
        return inner is null ? null : new JsonObject { ["layers"] = inner };
    }
}
